import type { Context } from 'hono';
import { makeMatcher, matchesAll } from '../../alert/matcher.ts';
import { MatcherError } from '../../alert/matcherError.ts';
import { TocsinError } from '../../errors.ts';
import type { HttpEnv } from '../httpEnv.ts';
import type { ShownAlert } from './describeAlerts.ts';
import { readFlag } from './readFlag.ts';
import { readMatchers } from './readMatchers.ts';

/** What a query for alerts asks for. */
export interface AlertFilter {
  /** By its labels as sent and its status. */
  readonly takes: (alert: ShownAlert) => boolean;
  readonly takesReceiver: (name: string) => boolean;
  /** Whether groups of which nothing is told are shown. */
  readonly muted: boolean;
}

/** @throws TocsinError `bad_request` that names the parameter and the value that cannot be read */
export function readAlertFilter(c: Context<HttpEnv>): AlertFilter {
  const [active, silenced, inhibited, unprocessed] = ['active', 'silenced', 'inhibited', 'unprocessed'].map((name) =>
    readFlag(c, name),
  );
  const matchers = readMatchers(c, 'filter');
  return {
    takes: ({ sent, status }) =>
      (active || status.state !== 'active') &&
      (unprocessed || status.state !== 'unprocessed') &&
      (silenced || status.silencedBy.length === 0) &&
      (inhibited || status.inhibitedBy.length === 0) &&
      matchesAll(matchers, sent, null),
    takesReceiver: receiverFilter(c),
    muted: readFlag(c, 'muted'),
  };
}

function receiverFilter(c: Context<HttpEnv>): (name: string) => boolean {
  // Receivers have no labels here, so what asks for one finds none.
  if (!matchesAll(readMatchers(c, 'receiver_matchers'), {}, null)) return () => false;
  const pattern = c.req.query('receiver') ?? '';
  if (pattern === '') return () => true;
  try {
    return makeMatcher('receiver', '=~', pattern).fits;
  } catch (cause) {
    if (!(cause instanceof MatcherError)) throw cause;
    throw new TocsinError('bad_request', `failed to parse receiver param: ${cause.message}; regexes are RE2`, { cause });
  }
}
