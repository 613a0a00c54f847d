import { z } from 'zod';
import { parseDuration } from '../../alert/duration.ts';
import { parseMatchers } from '../../alert/matcher.ts';
import { MatcherError } from '../../alert/matcherError.ts';
import { canonicalTimestamp, instantOf } from '../../alert/timestamp.ts';
import type { TimeRangeSource } from '../../calendar/timeIntervalSource.ts';
import { timeRangeSchema } from '../../config/timeIntervals.ts';
import type { Recurrence, SilenceMatcher } from '../../silence/silence.ts';
import { silenceMatcher } from '../../silence/silenceMatcher.ts';
import { bodyWords } from './bodyWords.ts';

export const SILENCE_EXAMPLE = '{"matchers": ["alertname=\\"DiskFull\\""], "duration": "2h", "comment": "…"}';

/** What is read within a transformation is told in the same words. */
const WORDS = { error: bodyWords };

/** A text may hold several, as `{a="b", c=~"d"}`. */
const matcherText = z.string().transform((text, context): SilenceMatcher[] => {
  try {
    return parseMatchers(text).map(silenceMatcher);
  } catch (error) {
    if (!(error instanceof MatcherError)) throw error;
    const remedy =
      error.kind === 'regex'
        ? 'regexes are RE2, without lookaround and back-references'
        : 'write it as in severity=~"warning|info"';
    context.addIssue({ code: 'custom', message: `${JSON.stringify(text.slice(0, 200))}: ${error.message}; ${remedy}` });
    return z.NEVER;
  }
});

const matcherObject = z
  .strictObject({ name: z.string(), value: z.string(), isRegex: z.boolean().default(false), isEqual: z.boolean().default(true) })
  .transform((matcher): SilenceMatcher[] => [matcher]);

const matchers = z
  .array(either(matcherText, matcherObject))
  .max(100)
  .transform((lists) => lists.flat());

const time = z.string().transform((text, context) => {
  const timestamp = canonicalTimestamp(text);
  // Postgres has no year 0.
  if (timestamp !== null && !timestamp.startsWith('0000')) return instantOf(timestamp);
  context.addIssue({
    code: 'custom',
    message: `${JSON.stringify(text.slice(0, 100))} is not a time; write it as in 2026-01-31T12:00:00Z (RFC 3339)`,
  });
  return z.NEVER;
});

const duration = z.string().transform((text, context) => {
  const millis = parseDuration(text);
  if (millis !== null && millis > 0) return millis;
  context.addIssue({
    code: 'custom',
    message: `${JSON.stringify(text.slice(0, 100))} is not a duration; write it as in 30m, 2h or 1h30m`,
  });
  return z.NEVER;
});

const interval = either(
  z
    .string()
    .min(1)
    .transform((name) => ({ names: [name], ranges: [] as TimeRangeSource[] })),
  timeRangeSchema.transform((range) => ({ names: [] as string[], ranges: [range as TimeRangeSource] })),
);

/** Names of `time_intervals`, and ranges in Alertmanager's syntax. */
const recurrence = z
  .array(z.unknown())
  .max(100)
  .transform((written, context): Recurrence => {
    const result = z.array(interval).safeParse(written, WORDS);
    if (!result.success) return refuse(context, result.error);
    return { names: result.data.flatMap(({ names }) => names), ranges: result.data.flatMap(({ ranges }) => ranges), written };
  });

/** What a request's body may say of a silence; everything may be left out. */
export const silenceFields = z.strictObject({
  matchers: matchers.optional(),
  starts_at: time.optional(),
  ends_at: time.optional(),
  duration: duration.optional(),
  created_by: z.string().min(1).max(200).optional(),
  comment: z.string().max(10_000).optional(),
  source: z.enum(['api', 'cli']).optional(),
  recurrence: recurrence.nullable().optional(),
  expires_when_resolved: z.boolean().optional(),
});

/** Text is one thing, everything else another; what is wrong is said of the one that was meant. */
function either<Text, Other>(text: z.ZodType<Text>, other: z.ZodType<Other>): z.ZodType<Text | Other> {
  return z.unknown().transform((value, context): Text | Other => {
    const result = typeof value === 'string' ? text.safeParse(value, WORDS) : other.safeParse(value, WORDS);
    return result.success ? result.data : refuse(context, result.error);
  });
}

function refuse(context: z.RefinementCtx, { issues }: z.ZodError): never {
  for (const issue of issues) {
    const remedy = issue.code === 'custom' && typeof issue.params?.remedy === 'string' ? ` (${issue.params.remedy})` : '';
    context.addIssue({ code: 'custom', message: `${issue.message}${remedy}`, path: issue.path });
  }
  return z.NEVER;
}
