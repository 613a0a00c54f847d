import { z } from 'zod';
import { linkSchema } from '../pipeline/enrich/links.ts';
import { LOG_SOURCES } from '../pipeline/enrich/logs/logSources.ts';
import { METRIC_SOURCES } from '../pipeline/enrich/metrics/metricSources.ts';
import { TRACE_SOURCES } from '../pipeline/enrich/traces/traceSources.ts';
import { makeRedactor } from '../redact/redactor.ts';
import { duration, someTime } from './fields.ts';
import { runbooksSchema } from './runbooksSchema.ts';

const DAY_MS = 86_400_000;

/** One of several kinds of sources, told apart by `type`, each by its own schema. */
function sourceOf<C extends { readonly name: string; readonly type: string }>(
  kinds: readonly { readonly schema: z.ZodType<C> }[],
) {
  const schemas = kinds.map(({ schema }) => schema) as unknown as [z.ZodObject, ...z.ZodObject[]];
  return z.discriminatedUnion('type', schemas) as unknown as z.ZodType<C>;
}

const extra = z.array(
  z.string().superRefine((pattern, context) => {
    try {
      makeRedactor({ emails: false, cardNumbers: false, extra: [pattern] });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      context.addIssue({ code: 'custom', message, params: { remedy: 'write a RE2 regex, as in cust-[0-9]{8}' } });
    }
  }),
);

const redact = z.strictObject({
  emails: z.boolean().default(true),
  card_numbers: z.boolean().default(true),
  extra: extra.default([]),
});

const atMost = (most: number, message: string) => (millis: number, context: z.RefinementCtx) => {
  if (millis > most) context.addIssue({ code: 'custom', message, params: { remedy: 'write less' } });
};

const logs = z.strictObject({
  sources: z.array(sourceOf(LOG_SOURCES)).default([]),
  window: z
    .strictObject({
      before: someTime('write it as in 5m').superRefine(atMost(DAY_MS, 'is more than a day')).default(300_000),
      after: duration.superRefine(atMost(DAY_MS, 'is more than a day')).default(60_000),
    })
    .prefault({}),
  limit_lines: z.number().int().min(1).max(1_000).default(200),
  timeout: someTime('write it as in 3s').superRefine(atMost(30_000, 'is more than 30s')).default(3_000),
  redact: redact.prefault({}),
});

/** The sections that say where evidence comes from. */
export const EVIDENCE_SECTIONS = {
  runbooks: runbooksSchema.prefault({}),
  logs: logs.prefault({}),
  traces: z.array(sourceOf(TRACE_SOURCES)).default([]),
  metrics: z.array(sourceOf(METRIC_SOURCES)).default([]),
  links: z.array(linkSchema).default([]),
} as const;
