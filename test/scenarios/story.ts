import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

const TROUBLE = z.union([
  z.literal(['down', 'up']),
  z.strictObject({
    /** One failure for each of the next requests: a status, or what goes wrong. */
    fails: z.array(
      z.union([
        z.number(),
        z.literal(['hang', 'reset', 'resetBefore', 'accept_then_reset']),
        z.strictObject({ html: z.number() }),
        z.strictObject({ status: z.number(), retry_after: z.number() }),
        z.strictObject({ status: z.number(), takesEffect: z.literal(true) }),
      ]),
    ),
    /** Slack: the method that fails; else whatever comes. */
    of: z.string().optional(),
  }),
  /** Slack: its error word for every message from now on; null ends it. */
  z.strictObject({ refuses: z.string().nullable() }),
]);

/** A line of {@link alertOf}, or the alert as it is on the wire. */
const ALERT = z.union([z.string(), z.strictObject({ raw: z.unknown() })]);
const WEBHOOK = z.union([
  z.array(ALERT),
  z.strictObject({
    alerts: z.array(ALERT),
    /** The sender's group labels; else the alertname of the first alert. */
    group: z.record(z.string(), z.string()).optional(),
    group_key: z.string().optional(),
    truncated: z.number().optional(),
    /** The sender's own address: which one of a pair. */
    from: z.string().optional(),
    integration: z.string().optional(),
    token: z.string().optional(),
    /** Its status, else 200. */
    answer: z.number().optional(),
  }),
]);

const LINES = z.array(z.string());
const EXPECT = z.strictObject({
  /** Everything that was sent since the step before, and nothing else: a list left out is an empty one. */
  pagerduty: LINES.default([]),
  slack: LINES.default([]),
  console: LINES.default([]),
  webhook: LINES.default([]),
  /** Every incident there is. */
  incidents: LINES.optional(),
  /** The sum of all counts so far. */
  ledger: z.record(z.string(), z.number()).optional(),
  /** How many deliveries there are, by status. */
  deliveries: z.record(z.string(), z.number()).optional(),
  /** Every silence, by its start: `active, hid 2: DiskFull`. */
  silences: LINES.optional(),
  /** Lines that are on the incidents' timelines, in this order, among others. */
  timeline: LINES.optional(),
  /** What was decided about alerts, in this order, among others: `#1 DiskFull notify first: goes to`. */
  decisions: LINES.optional(),
});

const STEP = z.strictObject({
  /** Since the beginning: `0s`, `2m`, `1h30m`. */
  at: z.string(),
  webhook: WEBHOOK.optional(),
  /** Sent before anything is decided. */
  webhooks: z.array(WEBHOOK).optional(),
  /** As Prometheus posts it, with no Alertmanager between: what fires is over four minutes later, unless it is posted again. */
  post: LINES.optional(),
  /** The server was away for so long until now, and has come back, with these lines in place of `and` where they are given. */
  restart: z.strictObject({ away: z.string(), and: z.string().optional() }).optional(),
  acknowledge: z.number().optional(),
  resolve: z.number().optional(),
  /** What is posted to `/api/v1/silences`; `change` puts it to the silence of that number instead, `answer` is its status. */
  silence: z.looseObject({ change: z.number().optional(), answer: z.number().optional() }).optional(),
  /** The number of the silence, by the order in which this story made them. */
  expire: z.number().optional(),
  /** The body of `POST /api/v1/changes`. */
  change: z.record(z.string(), z.unknown()).optional(),
  pagerduty: TROUBLE.optional(),
  slack: TROUBLE.optional(),
  hook: TROUBLE.optional(),
  expect: EXPECT.prefault({}),
});

const STORY = z.strictObject({
  story: z.string(),
  why: z.string().optional(),
  /** A tocsin.yml, or the name of one of this folder. */
  config: z.string().default('usual'),
  /** More lines of it. */
  and: z.string().default(''),
  steps: z.array(STEP).min(1),
});

export type Story = z.infer<typeof STORY>;
export type Step = z.infer<typeof STEP>;
export type Expectation = z.infer<typeof EXPECT>;
export type Trouble = z.infer<typeof TROUBLE>;
export type WebhookStep = z.infer<typeof WEBHOOK>;
export type AlertLine = z.infer<typeof ALERT>;

/** The stories of a file, one a YAML document. */
export function readStories(path: string): Story[] {
  return parseAllDocuments(readFileSync(path, 'utf8')).map((document) => {
    const [error] = document.errors;
    if (error) throw new Error(`${path}: ${error.message}`);
    const parsed = STORY.safeParse(document.toJS());
    if (!parsed.success) throw new Error(`${path}: ${z.prettifyError(parsed.error)}`);
    return parsed.data;
  });
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of `1h30m`, `0.4s`, `-5m`. */
export function offset(text: string): number {
  const [, sign = '', rest = ''] = /^(-?)((?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+)$/.exec(text) ?? [];
  if (rest === '') throw new Error(`${JSON.stringify(text)} is no time: write 30s, 2m or 1h30m`);
  const parts = [...rest.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)];
  const sum = parts.reduce((total, [, number = '0', unit = 's']) => total + Number(number) * (UNITS[unit] as number), 0);
  return Math.round(sign === '-' ? -sum : sum);
}
