import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const SANE = /^[\x21-\x7e]{1,128}$/;
const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/;

/** What ties together all that a request causes: the caller's own id, the trace it is part of, or a new id. */
export function correlationIdOf(headers: IncomingHttpHeaders): string {
  for (const given of [headers['x-correlation-id'], headers['x-request-id']]) {
    if (typeof given === 'string' && SANE.test(given)) return given;
  }
  const { traceparent } = headers;
  const trace = typeof traceparent === 'string' ? TRACEPARENT.exec(traceparent)?.[1] : undefined;
  return trace ?? randomUUID();
}
