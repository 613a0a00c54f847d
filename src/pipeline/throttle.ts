import { formatDuration } from '../alert/duration.ts';
import { type Instant, rfc3339 } from '../alert/timestamp.ts';
import type { Incident, IncidentTarget } from '../incident/incident.ts';
import { armDigest } from './armDigest.ts';
import type { Policy } from './compilePolicy.ts';
import { DELIVERY_STYLE } from './deliveryStyle.ts';
import type { NotifyReason } from './notify/notifier.ts';
import type { ThrottlePolicy } from './policy.ts';
import { listens } from './tell.ts';
import { type ThrottleState, throttleState } from './throttleState.ts';
import type { Workspace } from './workspace.ts';

/** So many incidents are withheld by number; what is beyond is counted. */
const MOST_WITHHELD = 500;

/** Nobody is told anew by these. */
const NOT_COUNTED: ReadonlySet<NotifyReason> = new Set(['some_resolved', 'acknowledged', 'resolved']);

const NOTHING: ThrottleState = { sent: [], withheld: [], more: 0, digestAt: null, lastDigestAt: null, digest: null };

/** What is not to be told now. */
export interface Throttled {
  /** Every target that hears nothing: those that were given, and those of receivers that have had enough. */
  readonly silent: ReadonlySet<string>;
  /** Why, as people read it; empty where nothing is withheld. */
  readonly because: string;
}

/**
 * Counts a notification that is about to be told, for each receiver that would hear of it. One that has had as many as it may
 * within the window is left out, and gets what it missed in one digest. Criticals and Tocsin's own alarms are neither counted
 * nor left out.
 */
export function throttle(
  work: Workspace,
  incident: Incident,
  reason: NotifyReason,
  except: ReadonlySet<string>,
  policy: Policy,
): Throttled {
  const rule = policy.throttle;
  const nothing: Throttled = { silent: except, because: '' };
  if (!rule || incident.alarm || NOT_COUNTED.has(reason)) return nothing;
  return work.failures.ask('throttle', incident, nothing, () => withheldNow(work, incident, reason, except, policy, rule));
}

function withheldNow(
  work: Workspace,
  incident: Incident,
  reason: NotifyReason,
  except: ReadonlySet<string>,
  policy: Policy,
  rule: ThrottlePolicy,
): Throttled {
  const silent = new Set(except);
  const said: string[] = [];
  for (const [receiver, targets] of receiversOf(incident, reason, except, policy)) {
    const state = work.memory.recall(throttleState(receiver)) ?? NOTHING;
    if (incident.severity === 'critical') {
      if (state.withheld.includes(incident.number)) work.memory.remember(throttleState(receiver), toldAfterAll(state, incident));
      continue;
    }
    // An instant that lies ahead is one of before the clock was set back.
    const sent = state.sent.filter((at) => at > work.now - rule.windowMs && at <= work.now).slice(-rule.notifications);
    if (sent.length < rule.notifications) {
      work.memory.remember(throttleState(receiver), { ...toldAfterAll(state, incident), sent: [...sent, work.now] });
      continue;
    }
    const digestAt = withhold(work, receiver, { ...state, sent }, incident, rule);
    for (const target of targets) silent.add(target);
    incident.targets = incident.targets.map((place) =>
      targets.includes(place.target) ? asWithheld(place, incident, work.now) : place,
    );
    said.push(
      `${receiver} was told ${rule.notifications} times in ${formatDuration(rule.windowMs)}: this is in its digest at ${rfc3339(digestAt)} (noise.throttle)`,
    );
  }
  const because = said.join('; ');
  if (because !== '') saySo(work, incident, because);
  return { silent, because };
}

/** The receivers that would hear of it, with their targets, in the incident's order. */
function receiversOf(
  incident: Incident,
  reason: NotifyReason,
  except: ReadonlySet<string>,
  policy: Policy,
): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const place of incident.targets) {
    const id = place.target;
    const target = policy.targets.get(id);
    if (!target || except.has(id) || !listens(place, incident)) continue;
    const hears = reason !== 'repeat' || DELIVERY_STYLE[target.notifier].notes;
    if (hears) found.set(target.receiver, [...(found.get(target.receiver) ?? []), id]);
  }
  return found;
}

function toldAfterAll(state: ThrottleState, { number }: Incident): ThrottleState {
  return { ...state, withheld: state.withheld.filter((each) => each !== number) };
}

function withhold(work: Workspace, receiver: string, state: ThrottleState, { number }: Incident, rule: ThrottlePolicy): number {
  const { sent, withheld, digest } = state;
  const lastDigestAt = state.lastDigestAt === null ? null : Math.min(state.lastDigestAt, work.now);
  const isKnown = withheld.includes(number);
  const isFull = withheld.length >= MOST_WITHHELD;
  // One digest a window: it is told like any other, and a digest for every place that frees would be the noise it is to spare.
  const frees = Math.max(sent[0] ?? work.now, lastDigestAt ?? 0) + rule.windowMs;
  const digestAt = state.digestAt ?? frees;
  if (state.digestAt === null) armDigest(work, receiver, digest, digestAt);
  work.memory.remember(throttleState(receiver), {
    ...state,
    lastDigestAt,
    digestAt,
    withheld: isKnown || isFull ? withheld : [...withheld, number],
    more: state.more + (!isKnown && isFull ? 1 : 0),
  });
  return digestAt;
}

/** Where nothing is known of this opening, what only brings things up to date would be the page that is withheld. */
function asWithheld(place: IncidentTarget, { opening, triggeredAt }: Incident, now: Instant): IncidentTarget {
  const isNewOpening = opening > 1 && triggeredAt === now;
  return !place.told || isNewOpening ? { ...place, withheld: true } : place;
}

function saySo(work: Workspace, incident: Incident, text: string): void {
  work.touch(incident);
  work.say({
    incident: incident.number,
    clockSource: 'received',
    type: 'decision',
    actor: 'tocsin',
    source: 'rule',
    text: `Not told: ${text}`,
    data: { by: 'throttle' },
  });
}
