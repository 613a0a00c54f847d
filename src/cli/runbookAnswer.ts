import { z } from 'zod';

const item = z.object({
  alertname: z.string(),
  integration: z.string(),
  alerts: z.number(),
  last_seen: z.string(),
  runbook: z.string().nullable(),
  source: z.string().nullable(),
  file: z.string().nullable().default(null),
  health: z.object({ status: z.string(), because: z.string(), checked_at: z.string() }).nullable(),
  not_links: z.array(z.object({ where: z.string(), value: z.string(), what: z.string() })),
});
/** What `GET /api/v1/reports/runbooks` answers. */
export const runbookAnswer = z.object({ items: z.array(item) });
export type RunbookAnswer = z.output<typeof runbookAnswer>;
