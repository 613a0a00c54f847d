import type { Context } from 'hono';
import { type Matcher, parseMatchers } from '../../alert/matcher.ts';
import { MatcherError } from '../../alert/matcherError.ts';
import { TocsinError } from '../../errors.ts';
import type { HttpEnv } from '../httpEnv.ts';

/**
 * The matchers of a parameter that may be given several times; all of them must hold.
 * @throws TocsinError `bad_request` that names the one that cannot be read
 */
export function readMatchers(c: Context<HttpEnv>, name: 'filter' | 'receiver_matchers'): Matcher[] {
  return (c.req.queries(name) ?? []).flatMap((text) => {
    try {
      const matchers = parseMatchers(text);
      if (matchers.length > 0) return matchers;
      throw new MatcherError('syntax', 'it is empty');
    } catch (cause) {
      if (!(cause instanceof MatcherError)) throw cause;
      const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
      throw new TocsinError(
        'bad_request',
        `bad matcher format: ${shown} (parameter ${name}: ${cause.message}; write it as in severity=~"warning|info")`,
        { cause },
      );
    }
  });
}
