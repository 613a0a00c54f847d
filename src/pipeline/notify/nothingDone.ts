import { DeliveryError } from './deliveryError.ts';

/** The failure of a request that changes nothing others could see: however it ended, nothing has come of it. */
export function nothingDone(error: unknown): unknown {
  if (!(error instanceof DeliveryError) || !error.unknown) return error;
  const { message, reason, retryable, retryAfterMs, status } = error;
  return new DeliveryError(message, { reason, retryable, unknown: false, retryAfterMs, status });
}
