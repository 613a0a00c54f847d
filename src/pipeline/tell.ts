import { severityRank } from '../alert/severity.ts';
import type { Incident, IncidentTarget, Urgency } from '../incident/incident.ts';
import type { Judged } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { DELIVERY_STYLE } from './deliveryStyle.ts';
import { lookAgain } from './lookAgain.ts';
import type { NotifyReason } from './notify/notifier.ts';
import { CONSOLE_OF_LAST_RESORT, type Target } from './policy.ts';
import type { Workspace } from './workspace.ts';

/** Reasons that only bring what stands on the other side up to date; nobody is told anew. */
const QUIET: ReadonlySet<NotifyReason> = new Set(['some_resolved']);
/** PagerDuty repeats by its own policy. */
const NOT_FOR_STATE: ReadonlySet<NotifyReason> = new Set(['repeat']);
/** Added to the priority of evidence: it goes when no page is due. */
const AFTER_PAGES = 10;
/** The first message of a kept thing tells by itself. */
const NOT_FOR_THREAD: ReadonlySet<NotifyReason> = new Set(['first']);

/**
 * Puts the incident as it stands now into the outbox of each of its targets, and arms the repeat. `text` is the line for
 * threads, webhooks and consoles. Targets in `except` hear nothing of it: what stands there stays as it is.
 */
export function tell(
  work: Workspace,
  incident: Incident,
  reason: NotifyReason,
  text: string,
  policy: Policy,
  except: ReadonlySet<string> = NOBODY,
): void {
  incident.revision += 1;
  work.touch(incident);
  if (incident.targets.length === 0) return;
  const told: string[] = [];
  const heard = new Set<string>();
  const listening = incident.targets.filter((place) => {
    return !except.has(place.target) && listens(place, incident) && !isKeptFrom(place, incident, reason, policy);
  });
  for (const place of listening) {
    const target = targetOf(place.target, policy);
    // What is kept is put right all the same: whether its end is sent is the outbox's to see, which knows if it was ever begun.
    const silent = reason === 'resolved' && (!target.sendResolved || place.over === true);
    if (address(work, incident, place, target, reason, silent ? null : text) || !place.withheld) heard.add(place.target);
    if (!silent) told.push(place.target);
  }
  if (QUIET.has(reason)) return;
  if (listening.length > 0 || incident.notifiedAt !== null) armRepeat(work, incident, policy);
  if (listening.length === 0) return;
  incident.targets = incident.targets.map((each) => (heard.has(each.target) ? asTold(each) : each));
  incident.notifiedAt = work.now;
  work.say({
    incident: incident.number,
    clockSource: 'received',
    type: 'page',
    actor: 'tocsin',
    source: 'rule',
    text:
      told.length > 0
        ? `${REASON_TEXT[reason]}: telling ${told.join(', ')}`
        : `${REASON_TEXT[reason]}: nobody is told (send_resolved: false)`,
    data: { reason, targets: told, urgency: incident.urgency },
  });
}

export const NOBODY: ReadonlySet<string> = new Set();

/** Whether a target has been told of this opening of its incident. */
export function hasHeard({ told, over, withheld }: IncidentTarget): boolean {
  return told === true && over !== true && withheld !== true;
}

/** Whether a target is told of an incident of this urgency. */
export function listens({ told, over, only }: IncidentTarget, { urgency }: Incident): boolean {
  return (told === true && over !== true) || only === undefined || only === urgency;
}

/** What it was not told of is not begun there by bringing it up to date, nor is the end of what was never begun told. */
function isKeptFrom(place: IncidentTarget, { urgency }: Incident, reason: NotifyReason, policy: Policy): boolean {
  const { notifier, urgencies } = targetOf(place.target, policy);
  // It was told when there were no urgency rules; what is opened again by some is begun only where that is taken.
  if (reason !== 'resolved' && (!place.told || place.over) && !urgencies.includes(urgency)) return true;
  const isUpdate = QUIET.has(reason) || reason === 'acknowledged';
  // A card that stands can be put right; a page is one.
  if (place.over && isUpdate && !DELIVERY_STYLE[notifier].notes) return true;
  if (!place.told && (QUIET.has(reason) || reason === 'resolved')) return true;
  return place.withheld === true && isUpdate;
}

/** Somebody is to hear of the incident, and has not heard of it since it was opened. */
export function isUnheard(incident: Incident): boolean {
  return incident.targets.some((place) => listens(place, incident) && !place.withheld && (!place.told || place.over));
}

function asTold(place: IncidentTarget): IncidentTarget {
  if (place.told && !place.withheld && !place.over) return place;
  const { withheld: _, over: __, ...kept } = place;
  return { ...kept, told: true };
}

/** One target's state row and note; says whether there were any. `text` null: its end is not told there. */
function address(
  work: Workspace,
  incident: Incident,
  { delivery, withheld, told }: IncidentTarget,
  target: Target,
  reason: NotifyReason,
  text: string | null,
): boolean {
  const { state, notes } = DELIVERY_STYLE[target.notifier];
  // The first message of what was withheld until now tells by itself, whatever the reason.
  const isFirst = state && notes && withheld === true && !told;
  const changesState = delivery !== null && (isFirst || !NOT_FOR_STATE.has(reason));
  if (changesState) addState(work, incident, target, delivery, reason);
  const speaks = notes && text !== null && !QUIET.has(reason) && !isFirst && !(state && NOT_FOR_THREAD.has(reason));
  if (speaks) addNote(work, incident, target, reason, text);
  return changesState || speaks;
}

const REASON_TEXT: Readonly<Record<NotifyReason, string>> = {
  first: 'First notification',
  new_alerts: 'New alerts',
  severity_raised: 'Severity raised',
  urgency_raised: 'Urgency raised',
  some_resolved: 'Some alerts resolved',
  resolved: 'Resolved',
  reopened: 'Reopened',
  released: 'Nothing holds it back any more',
  repeat: 'Nobody has acknowledged it',
  acknowledged: 'Acknowledged',
  evidence: 'Evidence',
  test: 'Test',
};

/** Adds targets that the incident does not tell yet, for as long as it is of the urgency `only`, or of any. */
export function addTargets(work: Workspace, incident: Incident, ids: readonly string[], policy: Policy, only?: Urgency): void {
  const asked = new Set(ids);
  const isWider = ({ target, only: until }: IncidentTarget): boolean =>
    until !== undefined && until !== only && asked.has(target);
  const known = new Set(incident.targets.map(({ target }) => target));
  const added = [...asked].filter((id) => !known.has(id));
  if (added.length === 0 && !incident.targets.some(isWider)) return;
  const withDelivery = added.map((target) => {
    const notifier = targetOf(target, policy).notifier;
    return { target, delivery: DELIVERY_STYLE[notifier].state ? work.newDelivery() : null, ...(only && { only }) };
  });
  const before = incident.targets.map((each) => {
    if (!isWider(each)) return each;
    const { only: _, ...always } = each;
    return always;
  });
  incident.targets = [...before, ...withDelivery];
  work.touch(incident);
}

/** Adds what the routes of these alerts name: what both urgencies have without a condition, the rest for its own. */
export function addRoutes(work: Workspace, incident: Incident, judged: readonly Pick<Judged, 'route'>[], policy: Policy): void {
  const named = (urgency: Urgency): string[] => judged.flatMap(({ route }) => route(urgency).targets);
  if (!policy.urgency) return addTargets(work, incident, named(incident.urgency), policy);
  const high = new Set(named('high'));
  const low = new Set(named('low'));
  const both = [...high].filter((id) => low.has(id));
  addTargets(work, incident, both, policy);
  if (both.length === high.size && both.length === low.size) return;
  addTargets(
    work,
    incident,
    [...high].filter((id) => !low.has(id)),
    policy,
    'high',
  );
  addTargets(
    work,
    incident,
    [...low].filter((id) => !high.has(id)),
    policy,
    'low',
  );
}

export function addState(work: Workspace, incident: Incident, target: Target, delivery: number, reason: NotifyReason): void {
  const { number, opening, status, severity, revision } = incident;
  work.desire({
    delivery,
    incident: number,
    target: target.id,
    notifier: target.notifier,
    priority: severityRank(severity),
    reason,
    desired: { opening, status, severity },
    revision,
    dueAt: work.now,
    correlationId: work.entry.correlationId,
  });
}

export function addNote(work: Workspace, incident: Incident, target: Target, reason: NotifyReason, text: string): void {
  work.note({
    delivery: work.newDelivery(),
    incident: incident.number,
    target: target.id,
    notifier: target.notifier,
    priority: severityRank(incident.severity) + (reason === 'evidence' ? AFTER_PAGES : 0),
    reason,
    note: { reason, text, at: work.now },
    dueAt: work.now,
    correlationId: work.entry.correlationId,
  });
}

/** Nobody has acknowledged it: in a while it is told again. */
export function armRepeat(work: Workspace, incident: Incident, policy: Policy): void {
  const { number } = incident;
  if (incident.status !== 'triggered' || incident.alarm) work.clearTimer(`repeat:${number}`);
  else lookAgain(work, 'repeat', number, work.now + policy.repeatIntervalMs);
}

/** A target by its id, also one whose receiver is no longer configured. */
export function targetOf(id: string, policy: Policy): Target {
  return policy.targets.get(id) ?? unknownTarget(id);
}

/** A target whose receiver is no longer configured: its delivery becomes a dead letter, which alarms. */
function unknownTarget(id: string): Target {
  if (id === CONSOLE_OF_LAST_RESORT.id) return CONSOLE_OF_LAST_RESORT;
  const [receiver = id, notifier = 'console'] = id.split('/').slice(-3);
  const known = Object.keys(DELIVERY_STYLE).find((name) => name === notifier) as Target['notifier'] | undefined;
  return {
    id,
    receiver,
    notifier: known ?? 'console',
    sendResolved: true,
    urgencies: ['high', 'low'],

    account: id,
  };
}
