import type { Instant } from '../alert/timestamp.ts';
import type { HeartbeatSwitch } from './entry.ts';
import { OWN_INTEGRATION } from './policy.ts';
import type { MemoryKey } from './ruleMemory.ts';
import type { Workspace } from './workspace.ts';

/** Of a switch: how long after its last beat its timer was due when it was set, so that a beat need not write when it came. */
interface Armed {
  readonly afterMs: number;
}

/** Sets the timer of a switch: `dueAt`, for a beat that came at `beatAt`. */
export function armHeartbeat(work: Workspace, { key, mark }: HeartbeatSwitch, beatAt: Instant, dueAt: Instant): void {
  work.setTimer({ key, kind: 'heartbeat', dueAt, incident: null, integration: OWN_INTEGRATION, fingerprint: mark });
  const afterMs = dueAt - beatAt;
  if (work.memory.recall<Armed>(key)?.afterMs !== afterMs) work.memory.remember<Armed>(key, { afterMs });
}

/** When the last beat came of a switch whose timer is due now. Its timer is gone, and so is what is remembered of it. */
export function lastBeat(work: Workspace, key: MemoryKey<Armed>, dueAt: Instant): Instant {
  const armed = work.memory.recall(key);
  work.memory.remember(key, null);
  return dueAt - (armed?.afterMs ?? 0);
}
