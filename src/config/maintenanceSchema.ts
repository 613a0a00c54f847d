import { z } from 'zod';
import { takesEverything } from '../alert/takesEverything.ts';
import { rfc3339 } from '../alert/timestamp.ts';
import { duration, instant, matchers, type Remedy } from './fields.ts';
import { readTexts } from './readTexts.ts';

const someMatchers = matchers.superRefine((texts, context) => {
  const read = readTexts(texts);
  if (!read || !takesEverything(read)) return;
  const what = texts.length === 0 ? 'is empty' : `${texts.join(', ')} takes everything`;
  const params: Remedy = { remedy: 'name what is worked on, as in cluster="eu-1"; who means everything writes alertname=~".+"' };
  context.addIssue({ code: 'custom', message: `${what}: nobody would be told of anything`, params });
});

/** Announced work. */
export const maintenanceSchema = z
  .array(
    z
      .strictObject({ start: instant, end: instant, matchers: someMatchers, grace: duration.default(0) })
      .check(({ value: { start, end }, issues }) => {
        if (end > start) return;
        issues.push({
          code: 'custom',
          input: end,
          path: ['end'],
          message: `${rfc3339(end)} is not after its start, ${rfc3339(start)}`,
          params: { remedy: 'put the end after the start' } satisfies Remedy,
        });
      }),
  )
  .default([]);
