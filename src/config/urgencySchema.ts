import { z } from 'zod';
import type { UrgencyCondition } from '../pipeline/policy.ts';
import { closest } from './closest.ts';
import { matchers, type Remedy, someTime } from './fields.ts';

const KINDS = ['symptom', 'cause', 'unknown'] as const;
const SIGNS = ['second_sign', 'services', 'dependants'] as const;
const urgency = z.enum(['high', 'low']);
const positive = someTime('write it as in 15m');

const when = z
  .strictObject({
    second_sign: positive.optional(),
    services: z.number().int().min(2).optional(),
    dependants: z.number().int().min(1).optional(),
    within: positive.optional(),
  })
  .transform((given, context): UrgencyCondition => {
    const { second_sign: secondSignMs, services, dependants, within: withinMs } = given;
    const named = SIGNS.filter((key) => given[key] !== undefined);
    if (named.length === 1 && secondSignMs !== undefined && withinMs === undefined) return { secondSignMs };
    if (named.length === 1 && services !== undefined && withinMs !== undefined) return { services, withinMs };
    if (named.length === 1 && dependants !== undefined && withinMs !== undefined) return { dependants, withinMs };
    const [message, remedy] = whenFault(named, services ?? dependants ?? 3);
    context.addIssue({ code: 'custom', message, params: { remedy } satisfies Remedy });
    return z.NEVER;
  });

/** What is wrong with the keys of a `when` that the schema takes one by one. */
function whenFault([first, ...others]: readonly (typeof SIGNS)[number][], count: number): readonly [string, string] {
  if (first === undefined) {
    return [
      'says neither a second sign nor how many services or dependants',
      'write { second_sign: 15m }, { services: 3, within: 15m } or { dependants: 3, within: 15m }',
    ];
  }
  if (others.length > 0) return [`says ${[first, ...others].join(' and ')}, of which it can be one`, 'write a rule for each'];
  if (first === 'second_sign') return ['says within beside second_sign, which is a time itself', 'write { second_sign: 15m }'];
  return [`says ${first}, and not within what time`, `write { ${first}: ${count}, within: 15m }`];
}

/** One kind or several. */
const kinds = z.unknown().transform((value, context): (typeof KINDS)[number][] => {
  const given: unknown[] = Array.isArray(value) ? value : [value];
  const known = given.flatMap((word) => KINDS.filter((each) => each === word));
  const wrong = given.find((word) => !known.some((each) => each === word));
  if (known.length > 0 && known.length === given.length) return known;
  const meant = typeof wrong === 'string' ? closest(wrong, KINDS) : null;
  const message = given.length === 0 ? 'is empty: it would hold for nothing' : `${JSON.stringify(wrong)} is not a kind`;
  const params: Remedy = { remedy: meant ? `did you mean ${meant}?` : 'write symptom, cause or unknown, or a list of them' };
  context.addIssue({ code: 'custom', message, params });
  return z.NEVER;
});

const rule = z.strictObject({
  matchers: matchers.default([]),
  kind: kinds.default([]),
  urgency,
  when: when.optional(),
});

const awake = z.strictObject({ within: positive, longest: positive.default(4 * 3_600_000) });

/** First match decides; `default` for what no rule matches. */
export const urgencySchema = z.strictObject({
  rules: z.array(rule).default([]),
  default: urgency.default('high'),
  awake: awake.optional(),
});
