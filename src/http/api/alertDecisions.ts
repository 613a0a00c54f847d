import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { alertKey, type Episode } from '../../alert/alert.ts';
import { rfc3339 } from '../../alert/timestamp.ts';
import { TocsinError } from '../../errors.ts';
import {
  type DecisionLine,
  readDecisions,
  readEpisodes,
  readLatestEpisodes,
  readPendingTimers,
} from '../../store/readDecisions.ts';
import { readIncidents } from '../../store/readIncidents.ts';
import { readSilencesOf } from '../../store/readSilences.ts';
import { readTold, type Told } from '../../store/readTold.ts';
import { readWithheld } from '../../store/readWithheld.ts';
import type { HttpDeps } from '../deps.ts';
import { type DigestDue, digestsDue } from '../digestsDue.ts';
import type { HttpEnv } from '../httpEnv.ts';
import { onlyMethods } from '../onlyMethods.ts';
import { quietingOf } from '../quietingOf.ts';
import { readQuery } from '../readQuery.ts';
import { requireRole } from '../requireRole.ts';
import { alertJson } from './alertJson.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { cursorFields } from './cursorFields.ts';
import { decisionJson } from './decisionJson.ts';
import { deliveryJson } from './deliveryJson.ts';
import { pageOf } from './page.ts';
import { PolicyBook } from './policyBook.ts';
import { queryFields } from './queryFields.ts';

const pageQuery = z.strictObject({
  integration: z.string().max(200).optional(),
  incident: queryFields.number,
  limit: queryFields.limit(100),
  cursor: queryFields.cursor,
});
const pageCursor = z.tuple([z.int().min(0), cursorFields.int4]);
const NOTES = 20;
const NOTHING: ReadonlyMap<string, string> = new Map();
const NOBODY: Told = { first: [], deliveries: [] };

/**
 * `GET /api/v1/alerts/{fingerprint}/decisions?integration=&incident=`: what was decided about an alert and why, newest first, with what
 * is still due for it and the deliveries of its incident; of the episodes of that incident only, where one is named. For viewers. 409
 * where several integrations send this fingerprint and none is named.
 */
export function alertDecisions(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  const policies = new PolicyBook();
  app.get('/:fingerprint/decisions', async (c) => c.json(await answer(deps, policies, c, c.req.param('fingerprint'))));
  onlyMethods(app, '/:fingerprint/decisions', ['GET']);
  return app;
}

async function answer(deps: HttpDeps, policies: PolicyBook, c: Context<HttpEnv>, fingerprint: string) {
  requireRole(deps, c, 'viewer');
  const { integration, incident, limit, cursor } = readQuery(c, pageQuery);
  const place = readCursor(cursor, pageCursor);
  const alert = await findAlert(deps, fingerprint, integration);
  const before = place && { position: place[0], seq: place[1] };
  const rows = await readDecisions(deps.db, { ...alert, incident: incident ?? null }, before, limit + 1);
  const page = pageOf(
    rows,
    limit,
    (row) => row,
    ({ position, seq }) => writeCursor([position, seq]),
  );
  const episodes = await readEpisodes(
    deps.db,
    alert,
    page.items.map(({ startsAt }) => startsAt),
  );
  const about = incident ?? alert.incident;
  const digests = (await digestsDue(deps)).filter(
    ({ incidents }) => alert.incident !== null && incidents.includes(alert.incident),
  );
  const withheld = digests.length === 0 ? NOTHING : await readWithheld(deps.db, [alert]);
  const timers = await dueFor(deps, alert, digests);
  const told = about === null ? NOBODY : await readTold(deps.db, about, NOTES);
  return {
    items: await describe(deps, policies, page.items, episodes),
    next_cursor: page.next_cursor,
    alert: alertJson(alert),
    incident: alert.incident,
    silenced: await quietingWord(deps, alert),
    held_by: alert.held?.by ?? (withheld.has(alertKey(alert)) ? 'throttle' : null),
    timers: timers.map(({ kind, dueAt, incident: of, receiver }) => ({ kind, due_at: rfc3339(dueAt), incident: of, receiver })),
    first_told: told.first.map(({ at, actor, source, text }) => ({ at: rfc3339(at), target: actor, kind: source, text })),
    deliveries: told.deliveries.map(deliveryJson),
  };
}

/** The silence that keeps it from being told again, where it was told before that began. */
async function quietingWord(deps: HttpDeps, alert: Episode) {
  const [incident = null] = alert.incident === null ? [] : await readIncidents(deps.db, { number: alert.incident }, 1);
  const hiding = (await quietingOf(deps, incident))(alert);
  if (!hiding) return null;
  const { id, createdBy, comment, startsAt, recurrence } = hiding.silence;
  // One that comes again has let go between.
  const since = recurrence === null ? rfc3339(startsAt) : null;
  return { silence: id, since, until: rfc3339(hiding.until), created_by: createdBy, comment };
}

/** Also the digests in which its incident's receivers hear of it, which are nobody's alone. */
async function dueFor({ db }: HttpDeps, alert: Episode, digests: readonly DigestDue[]) {
  const pending = (await readPendingTimers(db, alert)).map((timer) => ({ ...timer, receiver: null }));
  const told = digests.map(({ receiver, dueAt }) => ({ kind: 'throttle', dueAt, incident: alert.incident, receiver }));
  return [...pending, ...told].sort((a, b) => a.dueAt - b.dueAt);
}

async function findAlert(deps: HttpDeps, fingerprint: string, integration: string | undefined): Promise<Episode> {
  const isText = cursorFields.text.safeParse(`${fingerprint}${integration ?? ''}`).success;
  const all = isText ? await readLatestEpisodes(deps.db, fingerprint) : [];
  const found = integration === undefined ? all : all.filter((each) => each.integration === integration);
  const [alert] = found;
  const shown = JSON.stringify(fingerprint.slice(0, 50));
  if (!alert) {
    const others = all.map((each) => each.integration).join(', ');
    const of =
      integration === undefined ? '' : ` of ${JSON.stringify(integration)}${others ? `; there is one of ${others}` : ''}`;
    throw new TocsinError('not_found', `There is no alert ${shown}${of}.`);
  }
  if (found.length > 1) {
    const details = found.map((each) => `integration=${each.integration}`);
    const message = `Several integrations send the alert ${shown}: add ${details.join(' or ')}.`;
    throw new TocsinError('conflict', message, { details });
  }
  return alert;
}

async function describe(
  { db }: HttpDeps,
  policies: PolicyBook,
  rows: readonly DecisionLine[],
  episodes: ReadonlyMap<string, Episode>,
) {
  const items: ReturnType<typeof decisionJson>[] = [];
  const times = rows.map(({ at }) => at);
  const silences = rows.length === 0 ? [] : await readSilencesOf(db, Math.min(...times), Math.max(...times));
  for (const row of rows) {
    const policy = row.trace && (await policies.find(db, row.trace.policy, row.position));
    items.push(decisionJson(row, episodes.get(row.startsAt) ?? null, policy, silences));
  }
  return items;
}
