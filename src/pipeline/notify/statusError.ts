import { DeliveryError, type DeliveryReason } from './deliveryError.ts';

/** An HTTP answer that was not an acceptance. */
export interface RefusedAnswer {
  readonly status: number;
  readonly retryAfterMs: number | null;
  /** What it said, already fit to be shown. */
  readonly text: string;
}

/** What an HTTP status that is not an acceptance means; `who` begins the message: `PagerDuty`. */
export function statusError(who: string, answer: RefusedAnswer): DeliveryError {
  const { status, retryAfterMs } = answer;
  const { reason, retryable, remedy } = meaning(status);
  const said = answer.text === '' ? 'and said nothing' : `and said: ${answer.text}`;
  // A server that broke off, or a proxy that gave up waiting for it, may have taken it all the same; 503 is a refusal.
  const unknown = status >= 500 && status !== 501 && status !== 503;
  return new DeliveryError(`${who} answered ${status} ${said}${remedy}`, { reason, retryable, unknown, retryAfterMs, status });
}

function meaning(status: number): { reason: DeliveryReason; retryable: boolean; remedy: string } {
  if (status === 429) return { reason: 'rate_limited', retryable: true, remedy: '' };
  // The server gave up waiting for the request, so it has not acted on it.
  if (status === 408 || status === 425) return { reason: 'timeout', retryable: true, remedy: '' };
  if (status === 401 || status === 403) return { reason: 'auth', retryable: false, remedy: '; check the credential' };
  if (status === 410) return { reason: 'target_gone', retryable: false, remedy: '' };
  if (status >= 500) return { reason: 'server_error', retryable: true, remedy: '' };
  if (status >= 400) return { reason: 'client_error', retryable: false, remedy: '' };
  if (status >= 300) {
    return { reason: 'client_error', retryable: false, remedy: '; redirects are not followed, configure the final address' };
  }
  return { reason: 'other', retryable: true, remedy: '' };
}
