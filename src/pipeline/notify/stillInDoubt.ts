import { DeliveryError } from './deliveryError.ts';

/**
 * The failure of a send whose earlier attempt ended without an answer, and about which this one has brought no certainty:
 * whatever happened now, the earlier attempt may have arrived.
 */
export function stillInDoubt(error: unknown): unknown {
  if (!(error instanceof DeliveryError) || error.unknown) return error;
  const { reason, retryable, retryAfterMs, status } = error;
  const message = `${error.message}; an earlier attempt may have arrived`;
  return new DeliveryError(message, { reason, retryable, unknown: true, retryAfterMs, status });
}
