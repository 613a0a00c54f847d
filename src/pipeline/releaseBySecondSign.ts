import type { Incident } from '../incident/incident.ts';
import type { Policy } from './compilePolicy.ts';
import { AWAITS_SIGN } from './hold.ts';
import { judgeAgain } from './release.ts';
import type { Workspace } from './workspace.ts';

/** What waits for a second sign is judged again: told where there is one, else put off as before. */
export function releaseBySecondSign(work: Workspace, incident: Incident, policy: Policy): void {
  judgeAgain(
    work,
    work.firingIn(incident.number).filter(({ held }) => held && AWAITS_SIGN.has(held.by)),
    policy,
  );
}
