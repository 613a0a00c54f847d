import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK = /^(?:localhost|(?:[a-z0-9-]+\.)+localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/**
 * Whether a request to a loopback address was meant for it and came straight from this machine: its Host is a loopback name
 * (a web page whose own name resolves to 127.0.0.1 sends that name) and no proxy says it passed something on.
 */
export function isFromThisMachine(headers: IncomingHttpHeaders): boolean {
  if (!LOOPBACK.test(headers.host ?? '')) return false;
  for (const name in headers) {
    if (name === 'forwarded' || name === 'x-real-ip' || name.startsWith('x-forwarded')) return false;
  }
  return true;
}
