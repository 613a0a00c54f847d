import { z } from 'zod';
import { duration, labels, matchers, name, type Remedy, regexes, someTime } from './fields.ts';

const between = {
  source_matchers: matchers.default([]),
  source_match: labels.optional(),
  source_match_re: regexes.optional(),
  target_matchers: matchers.default([]),
  target_match: labels.optional(),
  target_match_re: regexes.optional(),
  equal: z.array(name).default([]),
};

/** A stretch of time that something has to fall into. */
const positive = someTime('write it as in 15m');
const LONGEST_MS = 7 * 86_400_000;
/** One that a rule looks back over, or waits for: what it remembers fades after a little more than that. */
const span = positive.refine((ms) => ms <= LONGEST_MS, {
  message: 'is longer than 7d: rules remember no further back',
  params: { remedy: 'write 7d or less' } satisfies Remedy,
});
const whole = (least: number) => {
  const params: Remedy = { remedy: `write a whole number, at least ${least}` };
  return z.number().refine((n) => Number.isInteger(n) && n >= least, { message: `must be at least ${least}`, params });
};

const notifications = z.number().refine((count) => Number.isSafeInteger(count) && count > 0, {
  message: 'is no number of notifications',
  params: { remedy: 'write a whole number from 1 on, or leave out throttle' } satisfies Remedy,
});

/** The rules that keep people from being told too much. What is left out is off. */
export const noiseSchema = z.strictObject({
  inhibit_rules: z.array(z.strictObject(between)).default([]),
  hold_down: z
    .array(
      z.strictObject({ matchers: matchers.default([]), for: duration, since: z.enum(['started', 'heard']).default('started') }),
    )
    .default([]),
  flapping: z
    .strictObject({ window: span, changes: whole(3), calm: span, shorter_than: span.optional(), second_sign: span.optional() })
    .optional(),
  dependencies: z
    .strictObject({ window: span, depth: whole(1).default(4), siblings: span.optional(), causes: span.optional() })
    .optional(),
  same_host: z.strictObject({ window: span }).optional(),
  together: z.array(z.strictObject({ ...between, window: span })).default([]),
  changes: z.strictObject({ window: span, hold: span }).optional(),
  throttle: z.strictObject({ window: positive, notifications }).optional(),
  storm: z.strictObject({ alerts: whole(2), window: span, by: z.array(name).default([]), hold: span }).optional(),
});
