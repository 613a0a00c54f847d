import type { Incident } from '../incident/incident.ts';
import { resolve, truncatedCount } from '../incident/transitions.ts';
import type { Policy } from './compilePolicy.ts';
import { saySolved } from './saySolved.ts';
import { tell } from './tell.ts';
import type { Workspace } from './workspace.ts';

/** An incident out of which alerts have moved is over when none fires in it any more, and its sender left none out. */
export function closeIfLeft(work: Workspace, from: Incident, to: Incident, policy: Policy): void {
  if (from.firing > 0 || truncatedCount(from) > 0 || !resolve(from, 'alerts', work.now)) return;
  work.touch(from);
  saySolved(work, from, `what fired in it belongs to #${to.number}`);
  if (from.notifiedAt !== null) tell(work, from, 'resolved', `Resolved: what fired in it belongs to #${to.number}`, policy);
}
