import type { Instant } from '../../alert/timestamp.ts';
import { isWithin, nextChange } from '../../calendar/timeInterval.ts';
import type { CompiledRoute } from './compileRoute.ts';

export interface Mute {
  /** What says so, as people read it. */
  readonly because: string;
  /** When it may end; null: never. */
  readonly until: Instant | null;
}

/** Whether a route's receiver is told nothing now: one of its mute intervals holds, or none of its active ones does. */
export function mutedNow({ path, mute, active }: CompiledRoute, now: Instant): Mute | null {
  const muting = mute.find((interval) => isWithin(interval, now));
  const isActive = active.length === 0 || active.some((interval) => isWithin(interval, now));
  if (!muting && isActive) return null;
  const changes = [...mute, ...active].map((interval) => nextChange(interval, now)).filter((at) => at !== null);
  const until = changes.length > 0 ? Math.min(...changes) : null;
  if (muting) return { because: `muted by time interval ${muting.name} (${path})`, until };
  return { because: `outside of its active time intervals ${active.map(({ name }) => name).join(', ')} (${path})`, until };
}
