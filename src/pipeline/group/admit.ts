import type { Episode } from '../../alert/alert.ts';
import { isWorse, type Severity } from '../../alert/severity.ts';
import type { Incident } from '../../incident/incident.ts';
import { titleOf } from '../../incident/title.ts';
import { raiseSeverity, reopen } from '../../incident/transitions.ts';
import type { Change, Changes, Judged } from '../change.ts';
import type { GroupChoice } from '../entry.ts';
import type { Admission } from '../trace.ts';
import type { Workspace } from '../workspace.ts';

/** Where the same alert was counted until now. */
export interface Before {
  readonly incident: number | null;
  readonly status: 'firing' | 'resolved';
}

/**
 * Puts a firing episode into its incident: the open one of its group, the one resolved less than `reopen_window` ago
 * (which reopens), or a new one.
 */
export function admit(
  work: Workspace,
  changes: Changes,
  episode: Episode,
  choice: GroupChoice,
  severity: Severity,
  judged: Judged,
  before: Before | null,
): void {
  const isTold = judged.targets.length > 0 && !judged.held;
  const { change, as } = place(work, changes, episode, choice, severity, isTold);
  const { incident } = change;
  leave(work, before, incident.number);
  incident.firing += 1;
  if (judged.held) incident.held += 1;
  episode.incident = incident.number;
  episode.held = judged.held && { by: judged.held.by, key: judged.held.key };
  work.touch(incident);
  work.putEpisode(episode);
  const trace = judged.trace && { ...judged.trace, group: { key: choice.key, rule: choice.rule, as } };
  change.admitted.push({ episode, severity, ...judged, trace });
}

/** What no receiver takes (`isTold` false) neither reopens nor raises what somebody was told of: that would page them. */
function place(
  work: Workspace,
  changes: Changes,
  episode: Episode,
  choice: GroupChoice,
  severity: Severity,
  isTold: boolean,
): { change: Change; as: Admission } {
  const found = work.incidentOfGroup(choice.key);
  const mayRaise = isTold || found?.notifiedAt === null;
  // What a person resolved stays so for what fires in it: an alert that nobody hears of does not change that.
  const mayReopen = isTold || (found?.notifiedAt === null && found.firing === 0);
  if (!found || (found.status === 'resolved' && (isBeyondReopening(found, work.now) || !mayReopen))) {
    const change = changes.of(work.newIncident((number) => newIncident(number, episode, choice, severity, work.now)));
    change.opened = true;
    change.groupWaitMs = choice.groupWaitMs;
    return { change, as: 'opened' };
  }
  const change = changes.of(found);
  if (found.status === 'resolved') {
    // What a person resolved may still fire, and be worse than what came now.
    const worst = found.firing > 0 && isWorse(found.severity, severity) ? found.severity : severity;
    reopen(found, worst, work.now);
    change.reopened = true;
    change.groupWaitMs = choice.groupWaitMs;
    return { change, as: 'reopened' };
  }
  if (mayRaise && raiseSeverity(found, severity, work.now)) {
    change.raised = true;
    return { change, as: 'raised' };
  }
  return { change, as: 'joined' };
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

function newIncident(number: number, episode: Episode, choice: GroupChoice, severity: Severity, now: number): Incident {
  return {
    number,
    groupKey: choice.key,
    groupLabels: choice.labels,
    title: titleOf(episode, choice.labels),
    status: 'triggered',
    urgency: 'high',
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
    flips: [],
    flappingSince: null,
    remarks: [],
    reopenWindowMs: choice.reopenWindowMs,
    alarm: false,
  };
}
