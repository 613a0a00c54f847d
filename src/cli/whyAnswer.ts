import { z } from 'zod';

/** One thing that was looked at, as `/api/v1` gives it. */
export const look = z.object({
  stage: z.string(),
  path: z.string(),
  outcome: z.string(),
  because: z.string().nullable(),
  failed: z.object({ label: z.string(), operator: z.string(), expected: z.string(), actual: z.string().nullable() }).nullable(),
});

const decision = z.object({
  at: z.string(),
  verdict: z.enum(['notify', 'join', 'suppress', 'defer', 'resolve']),
  reason: z.string().nullable(),
  by: z.string().nullable(),
  because: z.string(),
  incident: z.number().nullable(),
  policy: z.string().nullable(),
  against: z.array(z.object({ by: z.string(), because: z.string() })),
  failed: z.array(z.string()),
  route: z.object({ receivers: z.array(z.string()) }).nullable(),
  looked: z.array(look).nullable(),
  would_page: z.array(z.object({ change: z.string(), receivers: z.array(z.string()) })).nullable(),
});

/** What a server says of one alert's decisions, as far as `why` prints it. */
export const whyAnswer = z.object({
  items: z.array(decision),
  next_cursor: z.string().nullable(),
  alert: z.object({
    fingerprint: z.string(),
    integration: z.string(),
    status: z.string(),
    labels: z.record(z.string(), z.string()),
    starts_at: z.string(),
    ends_at: z.string().nullable(),
  }),
  incident: z.number().nullable(),
  silenced: z
    .object({
      silence: z.string(),
      since: z.string().nullable(),
      until: z.string(),
      created_by: z.string(),
      comment: z.string(),
    })
    .nullable()
    .default(null),
  timers: z.array(
    z.object({
      kind: z.string(),
      due_at: z.string(),
      incident: z.number().nullable(),
      receiver: z.string().nullable().default(null),
    }),
  ),
  first_told: z.array(z.object({ at: z.string(), target: z.string(), text: z.string() })),
  deliveries: z.array(
    z.object({
      target: z.string(),
      receiver: z.string(),
      kind: z.string(),
      status: z.string(),
      reason: z.string(),
      attempts: z.number(),
      next_attempt_at: z.string().nullable(),
      delivered_at: z.string().nullable(),
      answer: z.string().nullable(),
    }),
  ),
});

export type WhyAnswer = z.output<typeof whyAnswer>;
export type WhyDecision = WhyAnswer['items'][number];
export type WhyLook = NonNullable<WhyDecision['looked']>[number];
