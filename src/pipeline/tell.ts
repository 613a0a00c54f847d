import { severityRank } from '../alert/severity.ts';
import type { Incident, IncidentTarget } from '../incident/incident.ts';
import type { Policy } from './compilePolicy.ts';
import type { NotifyReason } from './notify/notifier.ts';
import { CONSOLE_OF_LAST_RESORT, DELIVERY_STYLE, type Target } from './policy.ts';
import type { Workspace } from './workspace.ts';

/** Reasons that only bring what stands on the other side up to date; nobody is told anew. */
const QUIET: ReadonlySet<NotifyReason> = new Set(['some_resolved']);
/** PagerDuty repeats by its own policy. */
const NOT_FOR_STATE: ReadonlySet<NotifyReason> = new Set(['repeat']);
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
  const heard = incident.targets.filter((place) => !except.has(place.target) && !isKeptFrom(place, reason));
  for (const place of heard) {
    const target = policy.targets.get(place.target) ?? unknownTarget(place.target);
    // What is kept is put right all the same: whether its end is sent is the outbox's to see, which knows if it was ever begun.
    const silent = reason === 'resolved' && !target.sendResolved;
    address(work, incident, place, target, reason, silent ? null : text);
    if (!silent) told.push(place.target);
  }
  if (QUIET.has(reason)) return;
  if (heard.length > 0 || incident.notifiedAt !== null) armRepeat(work, incident, policy);
  if (heard.length === 0) return;
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
    data: { reason, targets: told },
  });
}

const NOBODY: ReadonlySet<string> = new Set();

/** What was withheld is not told by bringing it up to date, nor is the end of what was never begun. */
function isKeptFrom({ withheld, unheard }: IncidentTarget, reason: NotifyReason): boolean {
  if (!withheld) return false;
  return QUIET.has(reason) || reason === 'acknowledged' || (reason === 'resolved' && unheard === true);
}

/** One target's state row and note. `text` null: its end is not told there. */
function address(
  work: Workspace,
  incident: Incident,
  place: IncidentTarget,
  target: Target,
  reason: NotifyReason,
  text: string | null,
): void {
  const { state, notes } = DELIVERY_STYLE[target.notifier];
  // The first message of what was withheld until now tells by itself, whatever the reason.
  const isFirst = state && notes && place.withheld === true && place.unheard === true;
  const changesState = place.delivery !== null && (isFirst || !NOT_FOR_STATE.has(reason));
  if (changesState) addState(work, incident, target, place.delivery, reason);
  const speaks = notes && text !== null && !QUIET.has(reason) && !isFirst && !(state && NOT_FOR_THREAD.has(reason));
  if (speaks) addNote(work, incident, target, reason, text);
  if (!changesState && !speaks) return;
  const { target: id, delivery } = place;
  incident.targets = incident.targets.map((each) => (each === place ? { target: id, delivery } : each));
}

const REASON_TEXT: Readonly<Record<NotifyReason, string>> = {
  first: 'First notification',
  new_alerts: 'New alerts',
  severity_raised: 'Severity raised',
  some_resolved: 'Some alerts resolved',
  resolved: 'Resolved',
  reopened: 'Reopened',
  released: 'Nothing holds it back any more',
  repeat: 'Nobody has acknowledged it',
  acknowledged: 'Acknowledged',
  test: 'Test',
};

/** Adds targets that the incident does not tell yet; says whether there were any. */
export function addTargets(work: Workspace, incident: Incident, ids: readonly string[], policy: Policy): boolean {
  const known = new Set(incident.targets.map(({ target }) => target));
  const added = [...new Set(ids)].filter((id) => !known.has(id));
  if (added.length === 0) return false;
  const withDelivery = added.map((target) => {
    const notifier = (policy.targets.get(target) ?? unknownTarget(target)).notifier;
    return { target, delivery: DELIVERY_STYLE[notifier].state ? work.newDelivery() : null, unheard: true as const };
  });
  incident.targets = [...incident.targets, ...withDelivery];
  work.touch(incident);
  return true;
}

function addState(work: Workspace, incident: Incident, target: Target, delivery: number, reason: NotifyReason): void {
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

function addNote(work: Workspace, incident: Incident, target: Target, reason: NotifyReason, text: string): void {
  work.note({
    delivery: work.newDelivery(),
    incident: incident.number,
    target: target.id,
    notifier: target.notifier,
    priority: severityRank(incident.severity),
    reason,
    note: { reason, text, at: work.now },
    dueAt: work.now,
    correlationId: work.entry.correlationId,
  });
}

/** Nobody has acknowledged it: in a while it is told again. */
export function armRepeat(work: Workspace, incident: Incident, policy: Policy): void {
  const key = `repeat:${incident.number}`;
  if (incident.status !== 'triggered' || incident.alarm) {
    work.clearTimer(key);
    return;
  }
  const dueAt = work.now + policy.repeatIntervalMs;
  work.setTimer({ key, kind: 'repeat', dueAt, incident: incident.number, integration: null, fingerprint: null });
}

/** A target whose receiver is no longer configured: its delivery becomes a dead letter, which alarms. */
function unknownTarget(id: string): Target {
  if (id === CONSOLE_OF_LAST_RESORT.id) return CONSOLE_OF_LAST_RESORT;
  const [receiver = id, notifier = 'console'] = id.split('/').slice(-3);
  const known = Object.keys(DELIVERY_STYLE).find((name) => name === notifier) as Target['notifier'] | undefined;
  return { id, receiver, notifier: known ?? 'console', sendResolved: true, account: id };
}
