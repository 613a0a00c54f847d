import type { DeliveryError } from '../pipeline/notify/deliveryError.ts';

/** What becomes of a delivery whose send failed. */
export type Retry =
  /** `pauseTarget`: the whole target waits, not only this delivery. */
  { readonly again: true; readonly afterMs: number; readonly pauseTarget: boolean } | { readonly again: false };

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;
/** What PagerDuty advises after a 429 that does not say how long. */
const RATE_LIMITED_MS = 30_000;
const AUTH_MS = 60_000;

/**
 * The only place that decides about trying again. `attempts` counts this one; `jitter` is a number from 0 to 1.
 *
 * A page is tried for as long as it is owed. A refused credential is tried once a minute, because a person will mend it; what
 * the other side will never take is a dead letter at once.
 */
export function retryAfter(
  error: Pick<DeliveryError, 'reason' | 'retryable' | 'retryAfterMs'>,
  attempts: number,
  jitter: number,
): Retry {
  if (error.reason === 'auth') return { again: true, afterMs: AUTH_MS, pauseTarget: true };
  if (!error.retryable) return { again: false };
  if (error.reason === 'rate_limited') {
    const asked = error.retryAfterMs ?? RATE_LIMITED_MS;
    return { again: true, afterMs: Math.max(asked, FIRST_MS), pauseTarget: true };
  }
  const backoff = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempts - 1, 10));
  const asked = error.retryAfterMs ?? 0;
  return { again: true, afterMs: Math.round(Math.max(asked, backoff * (0.5 + jitter / 2))), pauseTarget: false };
}

/** How long a target may fail before a person hears of it through another one; a refused credential is told at once. */
export function isBroken(error: Pick<DeliveryError, 'reason'>, failingForMs: number): boolean {
  return error.reason === 'auth' || failingForMs >= 60_000;
}
