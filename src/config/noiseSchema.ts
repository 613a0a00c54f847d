import { z } from 'zod';
import { duration, labels, matchers, name, type Remedy, regexes } from './fields.ts';

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
const positive = duration.refine((ms) => ms > 0, {
  message: 'is no time at all',
  params: { remedy: 'write it as in 15m' } satisfies Remedy,
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
  hold_down: z.array(z.strictObject({ matchers: matchers.default([]), for: duration })).default([]),
  flapping: z.strictObject({ window: positive, changes: whole(3), calm: positive }).optional(),
  dependencies: z.strictObject({ window: positive, depth: whole(1).default(4) }).optional(),
  same_host: z.strictObject({ window: positive }).optional(),
  together: z.array(z.strictObject({ ...between, window: positive })).default([]),
  changes: z.strictObject({ window: positive, hold: positive }).optional(),
  throttle: z.strictObject({ window: positive, notifications }).optional(),
  storm: z.strictObject({ alerts: whole(2), window: positive, by: z.array(name).default([]), hold: positive }).optional(),
});
