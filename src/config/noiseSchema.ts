import { z } from 'zod';
import { duration, labels, matchers, name, type Remedy, regexes } from './fields.ts';

const inhibitRule = z.strictObject({
  source_matchers: matchers.default([]),
  source_match: labels.optional(),
  source_match_re: regexes.optional(),
  target_matchers: matchers.default([]),
  target_match: labels.optional(),
  target_match_re: regexes.optional(),
  equal: z.array(name).default([]),
});

/** A stretch of time that something has to fall into. */
const positive = duration.refine((ms) => ms > 0, {
  message: 'is no time at all',
  params: { remedy: 'write it as in 15m' } satisfies Remedy,
});
const whole = (least: number) => z.number().int().min(least);

/** The rules that keep people from being told too much. What is left out is off. */
export const noiseSchema = z.strictObject({
  inhibit_rules: z.array(inhibitRule).default([]),
  hold_down: z.array(z.strictObject({ matchers: matchers.default([]), for: duration })).default([]),
  flapping: z.strictObject({ window: positive, changes: whole(3), calm: positive }).optional(),
  dependencies: z.strictObject({ window: positive, depth: whole(1).max(10).default(4) }).optional(),
  same_host: z.strictObject({ window: positive }).optional(),
  storm: z.strictObject({ alerts: whole(2), window: positive, by: z.array(name).default([]), hold: positive }).optional(),
});
