import type { Instant } from '../alert/timestamp.ts';
import type { Storm } from './group/storm.ts';
import type { Topic } from './group/topic.ts';
import type { Woken } from './group/woken.ts';
import type { Flaps } from './noise/flapping.ts';
import type { RecentChange } from './noise/recentChanges.ts';
import type { Remembered } from './ruleMemory.ts';

/** No rule looks back further: the configuration takes no longer window (`noise.*`). */
const REMEMBERED_MS = 8 * 86_400_000;

/**
 * Whether what a rule remembers is as good as forgotten: it is not recalled any more, so that whether its row is still there makes
 * no difference to any decision. What counts something that goes on stays until the rule itself forgets it.
 */
export function isFaded({ key, value }: Remembered, now: Instant): boolean {
  const last = lastMattered(key, value);
  return last !== null && last + REMEMBERED_MS <= now;
}

function lastMattered(key: string, value: unknown): Instant | null {
  if (key.startsWith('topic:')) return (value as Topic).at;
  if (key.startsWith('storm:')) {
    const { lastAt, until } = value as Storm;
    return Math.max(lastAt, until);
  }
  if (key.startsWith('flaps:')) {
    const { firing, at, until } = value as Flaps;
    return firing > 0 ? null : Math.max(until, at.at(-1) ?? 0);
  }
  if (key.startsWith('awake:')) return (value as readonly Woken[]).reduce((last, { at }) => Math.max(last, at), 0);
  if (!key.startsWith('change:')) return null;
  return (value as readonly RecentChange[]).reduce((last, { at, endedAt }) => Math.max(last, at, endedAt ?? at), 0);
}
