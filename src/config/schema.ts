import { z } from 'zod';
import { SEVERITIES } from '../alert/severity.ts';
import type { NotifierKind } from '../pipeline/notify/notifierKind.ts';
import { EVIDENCE_SECTIONS } from './evidenceSchema.ts';
import {
  baseUrl,
  databaseUrl,
  duration,
  externalUrl,
  labels,
  listen,
  matchers,
  name,
  regexes,
  secret,
  size,
  someTime,
} from './fields.ts';
import { heartbeatsSchema } from './heartbeats.ts';
import { maintenanceSchema } from './maintenanceSchema.ts';
import { noiseSchema } from './noiseSchema.ts';
import { pagerdutySchema } from './pagerdutySchema.ts';
import { identifySchema, kindsSchema, servicesSchema } from './serviceCatalogue.ts';
import { timeIntervalsSchema } from './timeIntervals.ts';
import { urgencySchema } from './urgencySchema.ts';

/** A node of the routing tree as the file has it. */
export interface RouteInput {
  receiver?: string | undefined;
  matchers?: string[] | undefined;
  match?: Record<string, string> | undefined;
  match_re?: Record<string, string> | undefined;
  continue?: boolean | undefined;
  mute_time_intervals?: string[] | undefined;
  active_time_intervals?: string[] | undefined;
  routes?: RouteInput[] | undefined;
}

const routeSchema: z.ZodType<RouteInput> = z.strictObject({
  receiver: name.optional(),
  matchers: matchers.optional(),
  match: labels.optional(),
  match_re: regexes.optional(),
  continue: z.boolean().optional(),
  mute_time_intervals: z.array(name).optional(),
  active_time_intervals: z.array(name).optional(),
  get routes() {
    return z.array(routeSchema).optional();
  },
});

const server = z.strictObject({
  listen: listen.default({ host: '127.0.0.1', port: 9195 }),
  external_url: externalUrl.optional(),
  api_tokens: z.array(z.strictObject({ name, role: z.enum(['viewer', 'responder', 'admin']), token: secret })).default([]),
  max_body: size.default(64 * 2 ** 20),
  allow_anonymous: z.boolean().default(false),
});

const integration = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'must be letters, digits, dots, dashes: it is part of an address'),
  type: z.enum(['alertmanager', 'prometheus']),
  token: secret.optional(),
  basic_auth: z.strictObject({ username: name, password: secret }).optional(),
  labels: labels.default({}),
});

const groupBy = z.unknown().transform((value, context): 'sender' | string[] => {
  const fault = groupByFault(value);
  if (fault === null) return value as 'sender' | string[];
  const remedy = "write sender, a list of label names, or ['...'] for every label";
  context.addIssue({ code: 'custom', message: fault, params: { remedy } });
  return z.NEVER;
});

function groupByFault(value: unknown): string | null {
  if (value === 'sender') return null;
  if (!Array.isArray(value)) return 'is neither `sender` nor a list';
  if (value.length === 0) return 'is empty: everything would be one incident';
  if (!value.every((label) => typeof label === 'string' && label !== '')) return 'holds something that is not a label name';
  if (new Set(value).size < value.length) return 'names a label twice';
  return value.includes('...') && value.length > 1 ? "has '...', which is every label, beside other labels" : null;
}

const grouping = z.strictObject({
  matchers: matchers.default([]),
  group_by: groupBy.default('sender'),
  group_wait: duration.default(0),
  reopen_window: duration.default(600_000),
});

function receiver(notifiers: readonly NotifierKind[]) {
  const configs = notifiers.map((kind) => [`${kind.name}_configs`, z.array(kind.schema).optional()] as const);
  return z
    .strictObject({ name, ...Object.fromEntries(configs) })
    .transform((parsed) => parsed as { readonly name: string } & Readonly<Record<string, unknown>>);
}

/** The whole file, its references filled in, route and receivers there. Unknown keys are refused at every level. */
export function configSchema(notifiers: readonly NotifierKind[]) {
  return z.strictObject({
    server: server.prefault({}),
    database: z.strictObject({ url: databaseUrl.optional(), data_dir: name.default('./data') }).prefault({}),
    integrations: z.array(integration).default([]),
    severities: z.record(z.string(), z.enum(SEVERITIES)).default({}),
    grouping: z.array(grouping).default([]),
    repeat_interval: someTime('write it as in 4h: how often what still fires is told again').default(4 * 3_600_000),
    identify: identifySchema.prefault({}),
    services: servicesSchema.default([]),
    kinds: kindsSchema.default([]),
    maintenance: maintenanceSchema,
    noise: noiseSchema.prefault({}),
    urgency: urgencySchema.optional(),
    silences: z.strictObject({ max_duration: someTime('write it as in 30m, 12h or 30d').default(30 * 86_400_000) }).prefault({}),
    time_intervals: timeIntervalsSchema.default([]),
    route: routeSchema,
    receivers: z.array(receiver(notifiers)),
    alarm_receiver: name.optional(),
    heartbeats: heartbeatsSchema.default([]),
    pagerduty: pagerdutySchema.prefault({}),
    slack: z.strictObject({ api_url: baseUrl.default('https://slack.com/api/'), bot_token: secret.optional() }).prefault({}),
    ...EVIDENCE_SECTIONS,
    telemetry: z
      .strictObject({ log_level: z.enum(['debug', 'info', 'warning', 'error', 'critical']).default('info') })
      .prefault({}),
  });
}

/** What the schema makes of a file without faults. */
export type ConfigInput = z.output<ReturnType<typeof configSchema>>;
