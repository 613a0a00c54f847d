import type { Episode } from '../alert/alert.ts';
import { labelValue } from '../alert/labels.ts';
import { type Severity, severityOf } from '../alert/severity.ts';
import type { Incident } from '../incident/incident.ts';
import type { Judged } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { judgeAlert } from './judgeAlert.ts';
import type { Workspace } from './workspace.ts';

/** An alert that fires, and what all rules say of it now: also where it was told before a silence or a source began. */
export interface FiringAlert extends Judged {
  readonly episode: Episode;
  readonly severity: Severity;
}

/** Everything that fires in an incident, judged as it stands now. */
export function firingNow(work: Workspace, { number }: Incident, policy: Policy): FiringAlert[] {
  work.whole.need(number);
  return work.firingIn(number).map((episode) => judgedNow(work, episode, policy));
}

export function judgedNow(work: Workspace, episode: Episode, policy: Policy): FiringAlert {
  const severity = severityOf(labelValue(episode.labels, 'severity'), policy.severities);
  return { episode, severity, ...judgeAlert(work, episode, severity, policy) };
}

/** Nothing is against telling of it, and nothing was that has yet to let go. */
export function isFree({ episode, held }: Pick<FiringAlert, 'episode' | 'held'>): boolean {
  return episode.held === null && held === null;
}

/** It was told, and something holds it since. */
export function isHidden({ episode, held }: Pick<FiringAlert, 'episode' | 'held'>): boolean {
  return episode.held === null && held !== null;
}

/** As {@link isHidden}, or it only waits for its incident to become urgent, and something else holds it since. */
export function isKeptQuiet({ episode, held }: Pick<FiringAlert, 'episode' | 'held'>): boolean {
  return held !== null && (episode.held === null || episode.held.by === 'urgency');
}
