import { z } from 'zod';
import { canonicalTimestamp, instantOf } from '../../alert/timestamp.ts';

/** Query parameters that several lists share; every value arrives as text. */
export const queryFields = {
  /** Rows on a page. */
  limit: (most: number) =>
    z
      .string()
      .regex(/^[1-9]\d{0,5}$/, 'give a whole number from 1')
      .transform(Number)
      .refine((limit) => limit <= most, `at most ${most}`)
      .optional()
      .transform((limit) => limit ?? Math.min(50, most)),
  cursor: z.string().max(1_000).optional(),
  /** RFC 3339; becomes an instant. */
  time: z
    .string()
    .transform((text, context) => {
      // A plus sign that was not escaped arrives as a space.
      const timestamp = canonicalTimestamp(text.replace(' ', '+'));
      // Postgres has no year 0.
      if (timestamp !== null && !timestamp.startsWith('0000')) return instantOf(timestamp);
      context.addIssue({
        code: 'custom',
        message: `${JSON.stringify(text.slice(0, 80))} is not a time; give a time as 2026-01-31T12:00:00Z (RFC 3339)`,
      });
      return z.NEVER;
    })
    .optional(),
  /** Words out of a fixed list, separated by commas. */
  words: <Word extends string>(known: readonly [Word, ...Word[]]) =>
    z
      .string()
      .transform((text) => text.split(','))
      .pipe(z.array(z.enum(known, { error: `give one or several of ${known.join(', ')}, separated by commas` })))
      .optional(),
  /** An incident's number. */
  number: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, 'give the number of an incident')
    .transform(Number)
    .optional(),
};
