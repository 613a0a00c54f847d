import { z } from 'zod';
import { formatDuration, parseDuration } from '../alert/duration.ts';
import { type Matcher, makeMatcher, parseMatchers } from '../alert/matcher.ts';
import { MatcherError } from '../alert/matcherError.ts';
import { canonicalTimestamp, instantOf } from '../alert/timestamp.ts';
import { baseUrlFault } from './baseUrl.ts';
import { parseListen } from './listen.ts';
import { Secret } from './secret.ts';
import { parseSize } from './size.ts';

/** A problem's remedy travels beside its message. */
export interface Remedy {
  readonly remedy: string;
}

/** A value that `parse` makes something of; null makes the problem `<value> <fault>`. */
function parsed<T>(parse: (text: string) => T | null, fault: string, remedy: string): z.ZodType<T> {
  return z.unknown().transform((value, context) => {
    const result = typeof value === 'string' || typeof value === 'number' ? parse(String(value)) : null;
    if (result !== null) return result;
    const message = value === undefined ? 'is missing' : `${shown(value)} ${fault}`;
    context.addIssue({ code: 'custom', message, params: { remedy } satisfies Remedy });
    return z.NEVER;
  });
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
  return typeof value === 'object' ? 'this' : String(value);
}

/** Text whose `fault` (a message, or null) is asked for. The text itself is not shown: addresses may hold passwords. */
function faultless(fault: (text: string) => string | null, remedy: string) {
  return z.string().superRefine((text, context) => {
    const message = fault(text);
    if (message !== null) context.addIssue({ code: 'custom', message, params: { remedy } satisfies Remedy });
  });
}

export const name = z.string().min(1);
export const secret = z
  .string()
  .min(1)
  .transform((text) => new Secret(text));
/** Milliseconds. */
export const duration = parsed(parseDuration, 'is not a duration', 'write it as in 30s, 5m, 1h30m or 1d');
/** Milliseconds, a second at least: what looks again after less never comes to rest. `remedy` says how to write it. */
export function someTime(remedy: string) {
  return duration.superRefine((millis, context) => {
    if (millis >= 1_000) return;
    const written = formatDuration(millis);
    const message = millis === 0 ? `${written} is no time at all` : `${written} is too short: less than a second`;
    context.addIssue({ code: 'custom', message, params: { remedy } satisfies Remedy });
  });
}
/** A moment, as milliseconds since the epoch. */
export const instant = parsed(
  (text) => {
    const canonical = canonicalTimestamp(text);
    return canonical === null ? null : instantOf(canonical);
  },
  'is not a moment',
  'write it as in 2026-12-01T22:00:00Z, with its offset',
);
const LEAST_BYTES = 1_024;
/** Bytes, as many as a small webhook has at least. */
export const size = parsed(parseSize, 'is not a size', 'write it as in 512KiB or 64MiB').superRefine((bytes, context) => {
  if (bytes >= LEAST_BYTES) return;
  const params: Remedy = { remedy: 'write 1KiB or more, as in 64MiB' };
  context.addIssue({ code: 'custom', message: `${bytes} bytes are too few for any webhook`, params });
});
export const listen = parsed(parseListen, 'is not an address to listen on', 'write host:port, as in 127.0.0.1:9195');
export const baseUrl = faultless(baseUrlFault, 'write https://, a host, and a path or none');
export const labels = z.record(z.string(), z.string());

export const databaseUrl = faultless(
  (text) => (/^postgres(ql)?:\/\//.test(text) && URL.canParse(text) ? null : 'is not the address of a Postgres database'),
  'write it as in postgres://user:password@host:5432/tocsin',
).transform((text) => new Secret(text));

export const externalUrl = faultless(
  (text) => (URL.canParse(text) && /^https?:\/\/[^?#@]+$/.test(text) ? null : 'is not a plain http:// or https:// address'),
  'write it as in https://tocsin.example.com, without ?, # or a password',
).transform((text) => text.replace(/\/+$/, ''));

/** Alertmanager's matchers, kept as they were written. */
export const matchers = z.array(
  z.string().superRefine((text, context) => {
    const fault = matcherFault(() => parseMatchers(text));
    if (fault) context.addIssue({ code: 'custom', ...fault });
  }),
);

/** Alertmanager's old `match_re`: label names to regexes. */
export const regexes = z.record(
  z.string(),
  z.string().superRefine((pattern, context) => {
    const fault = matcherFault(() => [makeMatcher('label', '=~', pattern)]);
    if (fault) context.addIssue({ code: 'custom', ...fault });
  }),
);

function matcherFault(read: () => readonly Matcher[]): { message: string; params: Remedy } | null {
  try {
    if (read().length > 0) return null;
    return { message: 'holds no matcher', params: { remedy: 'leave it out to match everything' } };
  } catch (error) {
    if (!(error instanceof MatcherError)) throw error;
    if (error.kind === 'regex')
      return { message: error.message, params: { remedy: 'regexes are RE2, without lookaround and back-references' } };
    return { message: `not a matcher: ${error.message}`, params: { remedy: 'write it as in severity=~"warning|info"' } };
  }
}
