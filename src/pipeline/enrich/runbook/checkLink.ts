import type { Instant } from '../../../alert/timestamp.ts';
import type { AllowList } from '../guard/allowList.ts';
import { guardedGet } from '../guard/guardedGet.ts';
import type { Resolve } from '../guard/guardedLookup.ts';
import { GuardRefusal } from '../guard/guardRefusal.ts';
import { SourceError } from '../sourceError.ts';
import { anchorIn, anchorOf } from './anchorIn.ts';
import { type LinkHealth, linkHealth } from './linkHealth.ts';

const TIMEOUT_MS = 5_000;

export interface CheckLinkOptions {
  readonly allow: AllowList;
  readonly now: Instant;
  /** Ends it early. */
  readonly signal: AbortSignal;
  readonly resolve?: Resolve;
  /** Default: 5,000. */
  readonly timeoutMs?: number;
}

/** Asks for a runbook's page as a stranger would, under the rules of `guard/`, and says how it is. Rejects only where `signal` ended it. */
export async function checkLink(link: string, options: CheckLinkOptions): Promise<LinkHealth> {
  const { now, signal, timeoutMs = TIMEOUT_MS, ...rest } = options;
  const asked = URL.canParse(link) ? new URL(link) : null;
  const anchor = asked && anchorOf(asked);
  try {
    const isEnough = anchor === null ? undefined : (text: string): boolean => anchorIn(text, anchor);
    const answer = await guardedGet(link, { ...rest, signal, timeoutMs, ...(isEnough && { isEnough }) });
    return linkHealth(asked ?? answer.url, answer, now);
  } catch (error) {
    if (error instanceof GuardRefusal) return { status: 'refused', because: `was not asked: ${error.message}`, checkedAt: now };
    signal.throwIfAborted();
    if (error instanceof SourceError) return { status: 'broken', because: error.message, checkedAt: now };
    throw error;
  }
}
