import { DrizzleQueryError } from 'drizzle-orm';

/** SQLSTATE classes of a server that is going, full or not there; the others are our mistakes. */
const GONE = /^(?:08|53|57)/;
const SQLSTATE = /^[0-9A-Z]{5}$/;

/** Whether an error says that the database cannot answer now, rather than that the question was wrong. */
export function isDatabaseGone(error: unknown): boolean {
  if (!(error instanceof DrizzleQueryError)) return false;
  const cause: unknown = error.cause;
  if (!(cause instanceof Error) || !('code' in cause) || typeof cause.code !== 'string') return true;
  return !SQLSTATE.test(cause.code) || GONE.test(cause.code);
}
