import { z } from 'zod';

/** What programs that speak Alertmanager's API v2 rely on in its answers. */
const time = z.iso.datetime();
const labels = z.record(z.string(), z.string());
const named = z.strictObject({ name: z.string() });

export const alertShape = z.strictObject({
  annotations: labels,
  endsAt: time,
  fingerprint: z.string().regex(/^[0-9a-f]{16}$/),
  receivers: z.array(named),
  startsAt: time,
  status: z.strictObject({
    state: z.enum(['unprocessed', 'active', 'suppressed']),
    silencedBy: z.array(z.string()),
    inhibitedBy: z.array(z.string()),
    mutedBy: z.array(z.string()),
  }),
  updatedAt: time,
  generatorURL: z.url().optional(),
  labels,
});
export const alertsShape = z.array(alertShape);

export const groupsShape = z.array(z.strictObject({ alerts: alertsShape.min(1), labels, receiver: named, routeLabels: labels }));

export const silenceShape = z.strictObject({
  id: z.uuid(),
  status: z.strictObject({ state: z.enum(['expired', 'active', 'pending']) }),
  updatedAt: time,
  annotations: labels,
  comment: z.string(),
  createdBy: z.string(),
  endsAt: time,
  matchers: z.array(z.strictObject({ name: z.string(), value: z.string(), isRegex: z.boolean(), isEqual: z.boolean() })).min(1),
  startsAt: time,
});
export const silencesShape = z.array(silenceShape);

export const statusShape = z.strictObject({
  cluster: z.strictObject({
    name: z.string().optional(),
    status: z.enum(['ready', 'settling', 'disabled']),
    peers: z.array(z.strictObject({ name: z.string(), address: z.string() })),
  }),
  config: z.strictObject({ original: z.string() }),
  uptime: time,
  versionInfo: z.strictObject({
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    revision: z.string(),
    branch: z.string(),
    buildUser: z.string(),
    buildDate: z.string(),
    goVersion: z.string(),
  }),
});

export const receiversShape = z.array(named);
