/** Why something was not delivered; Alertmanager's reasons, and `target_gone` for a channel that is no more. */
export type DeliveryReason =
  | 'client_error'
  | 'server_error'
  | 'auth'
  | 'rate_limited'
  | 'target_gone'
  | 'network'
  | 'timeout'
  | 'other';

/**
 * A send that did not succeed.
 * `retryable`: the same bytes may be taken later. `unknown`: the other side may have taken it all the same (no answer came
 * after the request had left).
 */
export class DeliveryError extends Error {
  readonly reason: DeliveryReason;
  readonly retryable: boolean;
  readonly unknown: boolean;
  readonly retryAfterMs: number | null;
  readonly status: number | null;

  constructor(
    message: string,
    details: {
      reason: DeliveryReason;
      retryable: boolean;
      unknown?: boolean;
      retryAfterMs?: number | null;
      status?: number | null;
      cause?: unknown;
    },
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'DeliveryError';
    this.reason = details.reason;
    this.retryable = details.retryable;
    this.unknown = details.unknown ?? false;
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.status = details.status ?? null;
  }
}
