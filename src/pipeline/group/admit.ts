import type { Episode } from '../../alert/alert.ts';
import { isWorse, type Severity } from '../../alert/severity.ts';
import type { Incident, Sign, Urgency } from '../../incident/incident.ts';
import { addSign } from '../../incident/signs.ts';
import { titleOf } from '../../incident/title.ts';
import { raiseSeverity, reopen } from '../../incident/transitions.ts';
import type { Change, Changes, Judged } from '../change.ts';
import type { Policy } from '../compilePolicy.ts';
import type { GroupChoice } from '../entry.ts';
import type { Workspace } from '../workspace.ts';
import { type Related, related, speakOf } from './topic.ts';

/** Where the same alert was counted until now. */
export interface Before {
  readonly incident: number | null;
  readonly status: 'firing' | 'resolved';
}

/** An alert that fires, on its way into an incident. */
export interface Arriving {
  readonly episode: Episode;
  readonly choice: GroupChoice;
  readonly severity: Severity;
  readonly judged: Judged;
  readonly sign: Sign;
  readonly before: Before | null;
}

/**
 * Puts a firing episode into its incident: the open one of its group; that of what it hangs together with; the one of its group
 * resolved less than `reopen_window` ago (which reopens); or a new one. `begins`: nothing of that incident fired before.
 */
export function admit(
  work: Workspace,
  changes: Changes,
  arriving: Arriving,
  policy: Policy,
): { change: Change; begins: boolean } {
  const { episode, severity, judged, sign, before } = arriving;
  const { change, joined } = place(work, changes, arriving, policy);
  const { incident } = change;
  leave(work, before, incident.number);
  const begins = incident.firing === 0;
  incident.firing += 1;
  if (judged.held) incident.held += 1;
  if (!judged.held || COUNTS_AS_SIGN.has(judged.held.by)) addSign(incident, sign);
  episode.incident = incident.number;
  episode.held = judged.held && { by: judged.held.by, key: judged.held.key };
  work.touch(incident);
  work.putEpisode(episode);
  speakOf({ sign, integration: episode.integration }, incident, work.now, policy, work.memory, (number) => openOf(work, number));
  change.admitted.push({ episode, severity, sign, joined, ...judged });
  return { change, begins };
}

/** What is held back by these tells of the trouble all the same; what a person silenced, or announced, does not. */
const COUNTS_AS_SIGN: ReadonlySet<string> = new Set(['inhibit', 'hold_down', 'changes', 'mute_time', 'urgency', 'flapping']);

function openOf(work: Workspace, number: number): Incident | null {
  const incident = work.incident(number);
  return incident && incident.status !== 'resolved' && !incident.alarm ? incident : null;
}

/** What no receiver takes neither reopens nor raises what somebody was told of: that would page them. */
function place(
  work: Workspace,
  changes: Changes,
  { episode, choice, severity, judged, sign }: Arriving,
  policy: Policy,
): { change: Change; joined: Related | null } {
  const found = work.incidentOfGroup(choice.key);
  const isTold = !judged.held && (['high', 'low'] as const).some((urgency) => judged.route(urgency).targets.length > 0);
  const mayRaise = (incident: Incident): boolean => isTold || incident.notifiedAt === null;
  if (found?.status !== 'triggered' && found?.status !== 'acknowledged') {
    const spoken = { sign, integration: episode.integration };
    const joined = related(spoken, work.now, policy, work.memory, (number) => openOf(work, number));
    if (joined) {
      const change = changes.of(joined.incident);
      if (mayRaise(joined.incident) && raiseSeverity(joined.incident, severity, work.now)) change.raised = true;
      return { change, joined };
    }
  }
  // What a person resolved stays so for what fires in it: an alert that nobody hears of does not change that.
  const mayReopen = isTold || (found?.notifiedAt === null && found.firing === 0);
  const urgency: Urgency = policy.urgency ? 'low' : 'high';
  if (!found || (found.status === 'resolved' && (isBeyondReopening(found, work.now) || !mayReopen))) {
    const opens = { severity, urgency, flips: found?.flips ?? [] };
    const opened = (number: number): Incident => newIncident(number, episode, choice, opens, work.now);
    const change = changes.of(work.newIncident(opened));
    change.opened = true;
    change.groupWaitMs = choice.groupWaitMs;
    return { change, joined: null };
  }
  const change = changes.of(found);
  if (found.status === 'resolved') {
    // What a person resolved may still fire, and be worse than what came now.
    const worst = found.firing > 0 && isWorse(found.severity, severity) ? found.severity : severity;
    reopen(found, worst, urgency, work.now);
    change.reopened = true;
    change.groupWaitMs = choice.groupWaitMs;
  } else if (mayRaise(found) && raiseSeverity(found, severity, work.now)) {
    change.raised = true;
  }
  return { change, joined: null };
}

function isBeyondReopening(incident: Incident, now: number): boolean {
  return incident.resolvedAt !== null && now - incident.resolvedAt > incident.reopenWindowMs;
}

/** What fires is counted in one place; what has resolved stays counted where it was, unless it fires there again. */
function leave(work: Workspace, before: Before | null, into: number): void {
  if (!before || before.incident === null) return;
  const incident = work.incident(before.incident);
  if (!incident) return;
  if (before.status === 'firing') incident.firing -= 1;
  else if (before.incident === into) incident.resolved -= 1;
  work.touch(incident);
}

function newIncident(
  number: number,
  episode: Episode,
  choice: GroupChoice,
  { severity, urgency, flips }: Pick<Incident, 'severity' | 'urgency' | 'flips'>,
  now: number,
): Incident {
  return {
    number,
    groupKey: choice.key,
    groupLabels: choice.labels,
    title: titleOf(episode, choice.labels),
    status: 'triggered',
    urgency,
    severity,
    opening: 1,
    revision: 0,
    createdAt: now,
    triggeredAt: now,
    acknowledgedAt: null,
    acknowledgedBy: null,
    resolvedAt: null,
    resolvedBy: null,
    notifiedAt: null,
    firing: 0,
    resolved: 0,
    held: 0,
    waiting: 0,
    truncated: {},
    targets: [],
    signs: [],
    armed: [],
    flips,
    flappingSince: null,
    remarks: [],
    reopenWindowMs: choice.reopenWindowMs,
    alarm: false,
  };
}
