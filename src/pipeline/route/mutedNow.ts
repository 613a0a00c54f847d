import type { Instant } from '../../alert/timestamp.ts';
import { isWithin, nextChange } from '../../calendar/timeInterval.ts';
import type { CompiledRoute } from './compileRoute.ts';

export interface Mute {
  /** What says so, as people read it. */
  readonly because: string;
  /** When it may end; null: never. */
  readonly until: Instant | null;
}

/** What was said of a node last: the alerts of a webhook all ask at the same moment. */
const LAST = new WeakMap<CompiledRoute, { readonly now: Instant; readonly mute: Mute | null }>();

/** Whether a route's receiver is told nothing now: one of its mute intervals holds, or none of its active ones does. */
export function mutedNow(node: CompiledRoute, now: Instant): Mute | null {
  if (node.mute.length === 0 && node.active.length === 0) return null;
  const last = LAST.get(node);
  if (last?.now === now) return last.mute;
  const mute = readMute(node, now);
  LAST.set(node, { now, mute });
  return mute;
}

function readMute({ path, mute, active }: CompiledRoute, now: Instant): Mute | null {
  const muting = mute.find((interval) => isWithin(interval, now));
  const isActive = active.length === 0 || active.some((interval) => isWithin(interval, now));
  if (!muting && isActive) return null;
  const changes = [...mute, ...active].map((interval) => nextChange(interval, now)).filter((at) => at !== null);
  const until = changes.length > 0 ? Math.min(...changes) : null;
  if (muting) return { because: `muted by time interval ${muting.name} (${path})`, until };
  return { because: `outside of its active time intervals ${active.map(({ name }) => name).join(', ')} (${path})`, until };
}
