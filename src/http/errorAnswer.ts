import { type ErrorCode, TocsinError } from '../errors.ts';
import { isDatabaseGone } from './isDatabaseGone.ts';

const STATUS: Readonly<Record<ErrorCode, number>> = {
  bad_request: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  internal: 500,
  unavailable: 503,
};

/** How an error is answered: status, headers and the body's `error`. */
export interface ErrorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly error: { readonly code: ErrorCode; readonly message: string; readonly details: readonly string[] };
}

/** Any error as an answer. What was not meant to be read by a caller says only that it is in the log. */
export function errorAnswer(thrown: unknown): ErrorAnswer {
  const error = asTocsinError(thrown);
  return {
    status: STATUS[error.code],
    headers: headersFor(error.code),
    error: { code: error.code, message: error.message, details: error.details },
  };
}

function asTocsinError(thrown: unknown): TocsinError {
  if (thrown instanceof TocsinError) return thrown;
  if (isDatabaseGone(thrown)) return new TocsinError('unavailable', 'The database does not answer. Ask again in a moment.');
  return new TocsinError('internal', 'Something failed here; the log has it under this request id.');
}

function headersFor(code: ErrorCode): Record<string, string> {
  if (code === 'unavailable') return { 'Retry-After': '1' };
  if (code === 'unauthorized') return { 'WWW-Authenticate': 'Bearer realm="tocsin"' };
  return {};
}
