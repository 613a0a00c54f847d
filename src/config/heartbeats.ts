import { z } from 'zod';
import { narrows } from '../alert/narrows.ts';
import { SEVERITIES } from '../alert/severity.ts';
import { takesEverything } from '../alert/takesEverything.ts';
import { duration, matchers, name, type Remedy, someTime } from './fields.ts';
import { readTexts } from './readTexts.ts';

/** Labels that the absence of a heartbeat has of its own. */
const OWN_LABELS: readonly string[] = ['alertname', 'severity', 'heartbeat'];

/** What takes nearly everything keeps nobody waiting for it: nobody would be told of those alerts at all. */
const someMatchers = matchers.superRefine((texts, context) => {
  const read = readTexts(texts);
  const what = texts.join(', ');
  const says = 'every alert would be a heartbeat, and open no incident';
  if (!read || (read.some(narrows) && !takesEverything(read, true))) return;
  const message =
    texts.length === 0
      ? `is empty: ${says}`
      : takesEverything(read, true)
        ? `${what} takes everything: ${says}`
        : `${what} takes what it does not name: nearly ${says}`;
  const params: Remedy = { remedy: 'name the alert that must keep coming, as in alertname="Watchdog"' };
  context.addIssue({ code: 'custom', message, params });
});

const by = z.array(
  name.superRefine((label, context) => {
    if (!OWN_LABELS.includes(label)) return;
    const params: Remedy = { remedy: 'leave it out, or write a heartbeat for each of its values' };
    context.addIssue({ code: 'custom', message: `${label} is a label that the incident of its absence has of its own`, params });
  }),
);

/** Dead man's switches: alerts that must keep coming. First match decides. */
export const heartbeatsSchema = z.array(
  z.strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'must be letters, digits, dots, dashes: it is part of an alertname'),
    matchers: someMatchers,
    by: by.default([]),
    every: someTime("write how often it comes: Alertmanager's repeat_interval of its route"),
    grace: duration.default(300_000),
    severity: z.enum(SEVERITIES).default('critical'),
  }),
);
