import { z } from 'zod';
import { SEVERITIES } from '../alert/severity.ts';
import { duration, matchers, name, type Remedy } from './fields.ts';

/** Labels that the absence of a heartbeat has of its own. */
const OWN_LABELS: readonly string[] = ['alertname', 'severity', 'heartbeat'];

const someMatchers = matchers.superRefine((texts, context) => {
  if (texts.length > 0) return;
  const params: Remedy = { remedy: 'name the alert that must keep coming, as in alertname="Watchdog"' };
  context.addIssue({ code: 'custom', message: 'is empty: every alert would be a heartbeat, and open no incident', params });
});

const by = z.array(
  name.superRefine((label, context) => {
    if (!OWN_LABELS.includes(label)) return;
    const params: Remedy = { remedy: 'leave it out, or write a heartbeat for each of its values' };
    context.addIssue({ code: 'custom', message: `${label} is a label that the incident of its absence has of its own`, params });
  }),
);

const someTime = duration.superRefine((millis, context) => {
  if (millis > 0) return;
  const params: Remedy = { remedy: "write how often it comes: Alertmanager's repeat_interval of its route" };
  context.addIssue({ code: 'custom', message: 'is no time at all', params });
});

/** Dead man's switches: alerts that must keep coming. First match decides. */
export const heartbeatsSchema = z.array(
  z.strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'must be letters, digits, dots, dashes: it is part of an alertname'),
    matchers: someMatchers,
    by: by.default([]),
    every: someTime,
    grace: duration.default(300_000),
    severity: z.enum(SEVERITIES).default('critical'),
  }),
);
