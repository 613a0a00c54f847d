import type { Incident } from '../incident/incident.ts';
import type { Policy } from './compilePolicy.ts';
import { judgeAgain } from './release.ts';
import { tellUnheard } from './tellUnheard.ts';
import { weighAgain } from './weighAgain.ts';
import type { Workspace } from './workspace.ts';

/**
 * A hold that ended while the incident was resolved by a person ended unheard; and what fired on meanwhile has receivers who may
 * take nothing of what opened it again.
 */
export function releaseReopened(work: Workspace, incident: Incident, policy: Policy): void {
  judgeAgain(
    work,
    work.firingIn(incident.number).filter(({ held }) => held !== null),
    policy,
  );
  weighAgain(work, incident, policy, 'it is open again');
  tellUnheard(work, incident, 'reopened', policy);
}
