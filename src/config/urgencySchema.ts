import { z } from 'zod';
import type { UrgencyCondition } from '../pipeline/policy.ts';
import { duration, matchers, type Remedy } from './fields.ts';

const KINDS = ['symptom', 'cause', 'unknown'] as const;
const urgency = z.enum(['high', 'low']);
const kind = z.enum(KINDS);
const positive = duration.refine((ms) => ms > 0, {
  message: 'is no time at all',
  params: { remedy: 'write it as in 15m' } satisfies Remedy,
});

const when = z
  .strictObject({ second_sign: positive.optional(), services: z.number().int().min(2).optional(), within: positive.optional() })
  .transform((given, context): UrgencyCondition => {
    const { second_sign: secondSignMs, services, within: withinMs } = given;
    if (secondSignMs !== undefined && services === undefined && withinMs === undefined) return { secondSignMs };
    if (secondSignMs === undefined && services !== undefined && withinMs !== undefined) return { services, withinMs };
    const remedy = 'write { second_sign: 15m }, or { services: 3, within: 15m }';
    context.addIssue({
      code: 'custom',
      message: 'says neither a second sign nor how many services',
      params: { remedy } satisfies Remedy,
    });
    return z.NEVER;
  });

const rule = z.strictObject({
  matchers: matchers.default([]),
  kind: z.union([kind.transform((one) => [one]), z.array(kind).min(1)]).default([]),
  urgency,
  when: when.optional(),
});

/** First match decides; `default` for what no rule matches. */
export const urgencySchema = z.strictObject({ rules: z.array(rule).default([]), default: urgency.default('high') });
