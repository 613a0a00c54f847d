import { type Context, Hono } from 'hono';
import type { z } from 'zod';
import { expireSilence } from '../../actions/expireSilence.ts';
import { type SilenceRequest, setSilence } from '../../actions/setSilence.ts';
import { rfc3339 } from '../../alert/timestamp.ts';
import { TocsinError } from '../../errors.ts';
import { hoursFrom } from '../../silence/hoursFrom.ts';
import type { Silence } from '../../silence/silence.ts';
import { silenceState } from '../../silence/silence.ts';
import type { HttpDeps } from '../deps.ts';
import type { HttpEnv } from '../httpEnv.ts';
import { onlyMethods } from '../onlyMethods.ts';
import { requireRole } from '../requireRole.ts';
import { describeSilences } from './describeSilences.ts';
import { readJson } from './readJson.ts';
import { SILENCE_EXAMPLE, silenceFields } from './silenceFields.ts';
import { silencePreview } from './silencePreview.ts';
import { loadSilence } from './silences.ts';

type Fields = z.output<typeof silenceFields>;

/**
 * `POST /api/v1/silences`, `/preview` and `PUT|DELETE /api/v1/silences/{id}`, for responders: the silence once it is decided, else
 * 202 with the journal's entry.
 */
export function silenceActs(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.post('/', async (c) => {
    const by = requireRole(deps, c, 'responder').name;
    return set(deps, c, toRequest(await readJson(c, silenceFields, SILENCE_EXAMPLE), null, by, deps.clock.now()), 201);
  });
  onlyMethods(app, '/', ['GET', 'POST']);
  app.post('/preview', async (c) => {
    requireRole(deps, c, 'viewer');
    const { matchers = [], recurrence, starts_at: start } = await readJson(c, silenceFields, SILENCE_EXAMPLE);
    const from = start ?? deps.clock.now();
    const begins = recurrence ? hoursFrom(recurrence, deps.policy().timeIntervals, from) : from;
    return c.json({ ...(await silencePreview(deps, matchers)), begins_at: begins === null ? null : rfc3339(begins) });
  });
  onlyMethods(app, '/preview', ['POST']);
  app.put('/:id', async (c) => {
    const by = requireRole(deps, c, 'responder').name;
    const before = await loadSilence(deps, c.req.param('id'));
    return set(deps, c, toRequest(await readJson(c, silenceFields, SILENCE_EXAMPLE), before, by, deps.clock.now()), 200);
  });
  app.delete('/:id', async (c) => {
    const by = requireRole(deps, c, 'responder').name;
    const act = await expireSilence(deps, { id: c.req.param('id'), by }, c.get('correlationId'));
    return answer(deps, c, act, 200);
  });
  onlyMethods(app, '/:id', ['GET', 'PUT', 'DELETE']);
  return app;
}

async function set(deps: HttpDeps, c: Context<HttpEnv>, request: SilenceRequest, status: 200 | 201): Promise<Response> {
  return answer(deps, c, await setSilence(deps, request, c.get('correlationId')), status);
}

async function answer(
  deps: HttpDeps,
  c: Context<HttpEnv>,
  { id, entry, decided }: { id: string; entry: string | null; decided: boolean },
  status: 200 | 201,
): Promise<Response> {
  if (!decided) return c.json({ entry, id }, 202);
  return c.json((await describeSilences(deps, [await loadSilence(deps, id)]))[0], status);
}

/** What is left out is as it was, or for a new one usual. */
function toRequest(fields: Fields, before: Silence | null, by: string, now: number): SilenceRequest {
  const startsAt = fields.starts_at ?? null;
  const isLive = before !== null && silenceState(before, now) !== 'expired';
  const from = startsAt ?? Math.max(now, isLive ? before.startsAt : now);
  return {
    replaces: before?.id ?? null,
    matchers: fields.matchers ?? before?.matchers ?? [],
    startsAt,
    endsAt: endOf(fields, from) ?? (isLive ? before.endsAt : noEnd()),
    createdBy: fields.created_by ?? before?.createdBy ?? by,
    comment: fields.comment ?? before?.comment ?? '',
    annotations: before?.annotations ?? {},
    source: fields.source ?? 'api',
    recurrence: fields.recurrence === undefined ? (before?.recurrence ?? null) : fields.recurrence,
    expiresWhenResolved: fields.expires_when_resolved ?? before?.expiresWhenResolved ?? false,
  };
}

function endOf({ ends_at: endsAt, duration }: Fields, from: number): number | null {
  if (endsAt === undefined) return duration === undefined ? null : from + duration;
  if (duration === undefined) return endsAt;
  const fault = 'ends_at and duration: both say when it ends; give one of them';
  throw new TocsinError('bad_request', `The silence is refused: ${fault}.`, { details: [fault] });
}

function noEnd(): never {
  const fault = 'ends_at: it says nothing of when it ends; give ends_at, or duration as in "2h"';
  throw new TocsinError('bad_request', `The silence is refused: ${fault}.`, { details: [fault] });
}
