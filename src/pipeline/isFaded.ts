import type { Instant } from '../alert/timestamp.ts';
import type { Storm } from './group/storm.ts';
import type { Topic } from './group/topic.ts';
import type { Woken } from './group/woken.ts';
import type { Flaps } from './noise/flapping.ts';
import type { RecentChange } from './noise/recentChanges.ts';

/** No rule looks back further: the configuration takes no longer window (`noise.*`). */
const REMEMBERED_MS = 8 * 86_400_000;

/**
 * Whether what a rule remembers is as good as forgotten: it is not recalled any more, so that whether its row is still there makes
 * no difference to any decision. What counts something that goes on stays until the rule itself forgets it.
 */
export function isFaded(key: string, value: unknown, now: Instant): boolean {
  const last = lastMattered(key, value);
  return last !== null && last + REMEMBERED_MS <= now;
}

/** By the first letter before anything else, because it is asked for all that is recalled. */
function lastMattered(key: string, value: unknown): Instant | null {
  switch (key[0]) {
    case 't':
      return key.startsWith('topic:') ? (value as Topic).at : null;
    case 's':
      return key.startsWith('storm:') ? lastOfStorm(value as Storm) : null;
    case 'f':
      return key.startsWith('flaps:') ? lastFlap(value as Flaps) : null;
    case 'a':
      return key.startsWith('awake:') ? (value as readonly Woken[]).reduce((last, { at }) => Math.max(last, at), 0) : null;
    case 'c':
      return key.startsWith('change:') ? lastChange(value as readonly RecentChange[]) : null;
    default:
      return null;
  }
}

function lastOfStorm({ lastAt, until }: Storm): Instant {
  return Math.max(lastAt, until);
}

function lastFlap({ firing, at, until }: Flaps): Instant | null {
  return firing > 0 ? null : Math.max(until, at.at(-1) ?? 0);
}

function lastChange(changes: readonly RecentChange[]): Instant {
  return changes.reduce((last, { at, endedAt }) => Math.max(last, at, endedAt ?? at), 0);
}
