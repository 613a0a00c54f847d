import type { Episode } from '../alert/alert.ts';
import type { Severity } from '../alert/severity.ts';
import { bareContext } from './bareContext.ts';
import type { Policy } from './compilePolicy.ts';
import { maintenance } from './noise/maintenance.ts';
import type { Workspace } from './workspace.ts';

/** Whether a person silenced an alert, or announced it: then it is no sign of trouble, also where it was told before. Fails open. */
export function isExpected(work: Workspace, episode: Episode, severity: Severity, policy: Policy): boolean {
  try {
    const isSilenced = work.silences.hides(episode.labels, severity, work.now, policy.timeIntervals) !== null;
    return isSilenced || maintenance.judge(episode, severity, bareContext(work.now, policy)) !== null;
  } catch {
    return false;
  }
}
