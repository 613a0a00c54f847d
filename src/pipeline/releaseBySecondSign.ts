import type { Incident } from '../incident/incident.ts';
import type { Policy } from './compilePolicy.ts';
import { awaitsSign } from './lookForSecondSign.ts';
import { judgeAgain } from './release.ts';
import type { Workspace } from './workspace.ts';

/** What waits for a second sign is judged again: told where there is one, else put off as before. */
export function releaseBySecondSign(work: Workspace, incident: Incident, policy: Policy): void {
  const waiting = work.firingIn(incident.number).filter(({ held }) => held?.by === 'changes');
  judgeAgain(work, waiting, policy);
  const isLeft = work.firingIn(incident.number).some(({ held }) => held?.by === 'changes');
  if (!isLeft) work.memory.remember(awaitsSign(incident.number), null);
}
