import type { Instant } from '../alert/timestamp.ts';
import type { LinkHealth } from '../pipeline/enrich/runbook/linkHealth.ts';
import type { DueLink } from '../store/linkChecks.ts';

/** Once is a hiccup of the network. */
const IS_BROKEN_AFTER = 2;
const AGAIN_SOON_MS = 5 * 60_000;
const AGAIN_BROKEN_MS = 60 * 60_000;

export interface NextCheck {
  readonly nextAt: Instant;
  readonly failures: number;
  /** It is to be said. */
  readonly isSaid: boolean;
}

/**
 * When a link is looked at next, and whether what was seen is said. What a server says is so at once; that there is no answer, or an
 * error, is said when it is so twice in a row, and looked at again sooner.
 */
export function nextCheck({ failures: before }: Pick<DueLink, 'failures'>, seen: LinkHealth, everyMs: number): NextCheck {
  const { status, checkedAt: now } = seen;
  if (status !== 'broken') return { nextAt: now + everyMs, failures: 0, isSaid: true };
  const failures = before + 1;
  const isSaid = failures >= IS_BROKEN_AFTER;
  return { nextAt: now + Math.min(everyMs, isSaid ? AGAIN_BROKEN_MS : AGAIN_SOON_MS), failures, isSaid };
}
