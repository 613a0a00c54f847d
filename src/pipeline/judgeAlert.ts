import type { Episode } from '../alert/alert.ts';
import type { Severity } from '../alert/severity.ts';
import type { Judged } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { judgement } from './judgement.ts';
import type { Workspace } from './workspace.ts';

/** What the rules and the routing tree say of one alert that fires now, by what the batch knows. */
export function judgeAlert(work: Workspace, episode: Episode, severity: Severity, policy: Policy): Judged {
  return judgement(episode, severity, { now: work.now, policy, memory: work.memory });
}
