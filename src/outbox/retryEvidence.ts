import type { DeliveryError } from '../pipeline/notify/deliveryError.ts';
import { type Retry, retryAfter } from './retry.ts';

/** About two minutes, where nobody asks for longer pauses. */
const MOST_ATTEMPTS = 8;

/**
 * `retryAfter` for evidence, which is worth a few attempts and holds nothing else back: a refused token for notes, or a file that is
 * not taken, is no reason to keep pages from the same account.
 */
export function retryEvidence(
  error: Pick<DeliveryError, 'reason' | 'retryable' | 'retryAfterMs'>,
  attempts: number,
  jitter: number,
): Retry {
  if (!error.retryable || attempts >= MOST_ATTEMPTS) return { again: false };
  const retry = retryAfter(error, attempts, jitter);
  return retry.again ? { ...retry, pauseTarget: false } : retry;
}
