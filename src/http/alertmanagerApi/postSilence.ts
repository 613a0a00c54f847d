import type { Context } from 'hono';
import { z } from 'zod';
import { setSilence } from '../../actions/setSilence.ts';
import { emptyLabels, type Labels } from '../../alert/labels.ts';
import { canonicalTimestamp, instantOf } from '../../alert/timestamp.ts';
import { readSilence } from '../../store/readSilences.ts';
import { readJson } from '../api/readJson.ts';
import type { HttpDeps } from '../deps.ts';
import type { HttpEnv } from '../httpEnv.ts';
import { requireRole } from '../requireRole.ts';

const EXAMPLE =
  '{"matchers": [{"name": "alertname", "value": "DiskFull", "isRegex": false}], "startsAt": …, "endsAt": …, "createdBy": …, "comment": …}';

const time = z.string().transform((text, context) => {
  const timestamp = canonicalTimestamp(text);
  // Go's zero time is before anything that a database can hold; no silence begins or ends then.
  if (timestamp !== null && timestamp >= '1970') return instantOf(timestamp);
  context.addIssue({
    code: 'custom',
    message: `${JSON.stringify(text.slice(0, 50))} is no time; write it as in 2026-12-01T22:00:00Z`,
  });
  return z.NEVER;
});
const MOST_TEXT = 64 * 1024;
const text = z.string().max(MOST_TEXT);
/** Not a record of zod's, which would drop what is named `__proto__`. */
const annotations = z.unknown().transform((value, context): Labels => {
  const isText = (each: unknown): boolean => typeof each === 'string' && each.length <= MOST_TEXT;
  const pairs = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : null;
  if (pairs !== null && pairs.length <= 100 && pairs.every(([name, each]) => isText(name) && isText(each)))
    return Object.assign(emptyLabels(), Object.fromEntries(pairs));
  context.addIssue({ code: 'custom', message: 'must be an object of at most 100 texts, as in {"ticket": "OPS-1"}' });
  return z.NEVER;
});
const postable = z.object({
  id: z.string().optional(),
  matchers: z.array(z.object({ name: text, value: text, isRegex: z.boolean(), isEqual: z.boolean().default(true) })).max(1_000),
  startsAt: time,
  endsAt: time,
  createdBy: text,
  comment: text,
  annotations: annotations.optional(),
});

/**
 * `POST /api/v2/silences`, for responders: a silence, or with an `id` a change of one. What Alertmanager has no word for
 * (recurrence, to expire when all is resolved) stays as it was. The answer is the id, also where the decision takes longer than a
 * caller waits: what is committed will be.
 */
export async function postSilence(deps: HttpDeps, c: Context<HttpEnv>): Promise<{ silenceID: string }> {
  const principal = requireRole(deps, c, 'responder');
  const asked = await readJson(c, postable, EXAMPLE);
  const before = asked.id ? await readSilence(deps.db, asked.id) : null;
  const { id } = await setSilence(
    deps,
    {
      matchers: asked.matchers,
      startsAt: asked.startsAt,
      endsAt: asked.endsAt,
      createdBy: asked.createdBy === '' ? principal.name : asked.createdBy,
      comment: asked.comment,
      annotations: asked.annotations ?? before?.annotations ?? {},
      source: 'amtool',
      replaces: asked.id || null,
      recurrence: before?.recurrence ?? null,
      expiresWhenResolved: before?.expiresWhenResolved ?? false,
    },
    c.get('correlationId'),
  );
  return { silenceID: id };
}
