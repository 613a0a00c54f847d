import type { Incident } from '../incident/incident.ts';
import type { Policy } from './compilePolicy.ts';
import { judgeAgain } from './release.ts';
import type { Workspace } from './workspace.ts';

/** An incident is open again. What a rule holds in it is judged right after this entry, when all of the incident is loaded. */
export function lookAtHeld(work: Workspace, { number, held }: Incident): void {
  if (held === 0) return;
  const key = `reopened:${number}`;
  work.setTimer({ key, kind: 'reopened', dueAt: work.now, incident: number, integration: null, fingerprint: null });
}

/** A hold that ended while the incident was resolved by a person ended unheard. */
export function releaseReopened(work: Workspace, incident: Incident, policy: Policy): void {
  judgeAgain(
    work,
    work.firingIn(incident.number).filter(({ held }) => held !== null),
    policy,
  );
}
