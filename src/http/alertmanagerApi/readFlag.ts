import type { Context } from 'hono';
import type { HttpEnv } from '../httpEnv.ts';

/** What go-openapi takes for true; everything else is false, and nothing is refused. */
const TRUE = new Set(['true', '1', 'yes', 'ok', 'y', 'on', 'selected', 'checked', 't', 'enabled']);

/** A parameter that says yes or no, and yes where it is not given. */
export function readFlag(c: Context<HttpEnv>, name: string): boolean {
  const value = c.req.query(name);
  return value === undefined || value === '' || TRUE.has(value.toLowerCase());
}
