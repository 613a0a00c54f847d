import { z } from 'zod';
import type { Labels } from '../alert/labels.ts';
import { type Instant, rfc3339 } from '../alert/timestamp.ts';
import type { CliIo } from './cliIo.ts';
import { openRemote } from './remote.ts';
import { look } from './whyAnswer.ts';

const preview = z.object({
  receivers: z.array(z.string()),
  told: z.array(z.string()),
  untold: z.array(z.object({ receiver: z.string(), because: z.string() })),
  absence: z.array(z.string()).nullable(),
  severity: z.string(),
  urgency: z.string(),
  against: z.array(z.object({ do: z.enum(['suppress', 'defer']), by: z.string(), because: z.string() })),
  looked: z.array(look),
});
const answer = z.object({ items: z.tuple([preview]) });

export type RoutePreview = z.output<typeof preview>;

/**
 * What a running server would do with an alert of these labels, and those of one of its integrations where one is named; `at` null: now.
 * Throws `CliExit`, see `remote.ts`.
 */
export async function routeAnswer(
  io: Pick<CliIo, 'env'>,
  url: string,
  { labels, at, integration }: { readonly labels: Labels; readonly at: Instant | null; readonly integration: string | null },
): Promise<RoutePreview> {
  const question = {
    alerts: [{ labels }],
    explain: true,
    ...(at !== null && { at: rfc3339(at) }),
    ...(integration !== null && { integration }),
  };
  const { items } = await openRemote(io, { url }).ask(answer, 'POST', '/api/v1/route', question);
  return items[0];
}
