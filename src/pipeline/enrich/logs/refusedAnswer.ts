import { z } from 'zod';
import type { Secret } from '../../../config/secret.ts';
import type { BoundedAnswer } from '../boundedFetch.ts';
import { SourceError } from '../sourceError.ts';
import { shownText } from './shownText.ts';

/** Elasticsearch: `{error: {root_cause: [{reason}], reason}}`, or `{error: 'text'}` where no node was reached; others: `{message}`. */
const REASON = z.union([
  // Beside it, `reason` is often no more than `all shards failed`.
  z
    .object({ error: z.object({ root_cause: z.tuple([z.object({ reason: z.string() })], z.unknown()) }) })
    .transform(({ error }) => error.root_cause[0].reason),
  z.object({ error: z.object({ reason: z.string() }) }).transform(({ error }) => error.reason),
  z.object({ error: z.string() }).transform(({ error }) => error),
  z.object({ message: z.string() }).transform(({ message }) => message),
]);

/** The error that an answer with a status other than 2xx is. */
export function refusedAnswer(answer: BoundedAnswer, secrets: readonly Secret[]): SourceError {
  const { status } = answer;
  const said = shownText(reasonOf(answer), secrets);
  const [what, outcome] = meaning(status);
  return new SourceError(`${what} (${status})${said === '' ? '' : `: ${said}`}`, outcome);
}

function meaning(status: number): [string, SourceError['outcome']] {
  if (status === 401 || status === 403) return ['does not accept the credentials', 'refused'];
  if (status === 404) return ['knows nothing of what is asked for', 'refused'];
  if (status === 429) return ['takes no more questions for now', 'limited'];
  return status >= 500 ? ['has trouble of its own', 'server_error'] : ['refuses the question', 'refused'];
}

function reasonOf({ contentType, text }: BoundedAnswer): string {
  // A proxy's page says nothing that its status does not.
  if (/\bhtml\b/i.test(contentType)) return '';
  try {
    return REASON.safeParse(JSON.parse(text)).data ?? text;
  } catch {
    return text;
  }
}
