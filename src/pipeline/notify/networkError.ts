import { DeliveryError } from './deliveryError.ts';
import { TOO_LATE } from './tooLateError.ts';

/** Failures that come before the first byte of the request can have left. */
const BEFORE_SENDING = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/**
 * What no answer means. `sent`: whether the request may have left; `null` where only the error's code can tell.
 * The error itself is not kept as `cause`: HTTP clients put addresses into theirs, and an address may be a secret.
 */
export function networkError(who: string, error: unknown, details: { timedOut: boolean; sent: boolean | null }): DeliveryError {
  const code = errorCode(error);
  if (code === TOO_LATE) {
    const text = `this process stood still before it could ask ${who}: nothing was sent`;
    return new DeliveryError(text, { reason: 'timeout', retryable: true, unknown: false });
  }
  const unknown = details.sent ?? !BEFORE_SENDING.has(code ?? '');
  const doubt = unknown ? '; it may have taken the message all the same' : '';
  if (details.timedOut) {
    return new DeliveryError(`${who} did not answer in time${doubt}`, { reason: 'timeout', retryable: true, unknown });
  }
  const what = unknown ? 'broke off without an answer' : 'could not be reached';
  return new DeliveryError(`${who} ${what} (${code ?? 'unknown network error'})${doubt}`, {
    reason: 'network',
    retryable: true,
    unknown,
  });
}

function errorCode(error: unknown): string | null {
  let current = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if ('code' in current && typeof current.code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(current.code)) return current.code;
    current = 'original' in current ? current.original : current.cause;
  }
  return null;
}
