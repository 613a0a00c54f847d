import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Context } from 'hono';

/** What Hono carries for a request here. `incoming` is Node's own request; absent when the app is called without a server. */
export interface HttpEnv {
  Bindings: { readonly incoming?: IncomingMessage };
  Variables: {
    readonly correlationId: string;
    /** Who was let in, for the request's log line. */
    principal?: string;
  };
}

/** The request's headers as Node gives them: lower-case names, one text each. */
export function requestHeaders(c: Context<HttpEnv>): IncomingHttpHeaders {
  return c.env.incoming?.headers ?? Object.fromEntries(c.req.raw.headers);
}

/** The other end's address. */
export function remoteAddress(c: Context<HttpEnv>): string {
  return c.env.incoming?.socket.remoteAddress ?? 'unknown';
}
