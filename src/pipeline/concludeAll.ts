import { raiseSeverity } from '../incident/transitions.ts';
import type { Change, Changes } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { conclude } from './conclude.ts';
import { gatherLinked } from './gatherLinked.ts';
import type { Workspace } from './workspace.ts';

/** After all alerts of an entry are in their incidents: what hangs together is brought together, then each incident is concluded once. */
export function concludeAll(work: Workspace, changes: Changes, policy: Policy): void {
  for (const change of changes.all()) gather(work, changes, change, policy);
  for (const change of changes.all()) conclude(work, change, policy);
}

function gather(work: Workspace, changes: Changes, change: Change, policy: Policy): void {
  const { incident: to, linked } = change;
  if (linked.size === 0 || to.firing === 0) return;
  for (const { admitted } of gatherLinked(work, to, linked, policy, (number) => changes.has(number))) {
    const { episode, held, severity } = admitted;
    if (held) {
      to.held += 1;
      episode.held = { by: held.by, key: held.key };
      work.putEpisode(episode);
    }
    change.moved.push(admitted);
    if (to.notifiedAt === null && raiseSeverity(to, severity, work.now)) change.raised = true;
  }
}
