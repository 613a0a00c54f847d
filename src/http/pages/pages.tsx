import { type Context, Hono } from 'hono';
import { alertKey } from '../../alert/alert.ts';
import type { Pointers } from '../../enrichment/pointersOf.ts';
import { type AlertRow, readAlerts } from '../../store/readAlerts.ts';
import { readDeliveries } from '../../store/readDeliveries.ts';
import { countHeld, readHeld } from '../../store/readHeld.ts';
import { readIncidents } from '../../store/readIncidents.ts';
import { readLiveSilences, readSilences } from '../../store/readSilences.ts';
import { readTimeline } from '../../store/readTimeline.ts';
import { readWithheld } from '../../store/readWithheld.ts';
import { alertmanagerLines } from '../../web/alertmanagerLines.ts';
import { BoardPage } from '../../web/boardPage.tsx';
import type { HeldBoard } from '../../web/heldAlerts.tsx';
import type { ShownHold } from '../../web/heldWord.tsx';
import { type IncidentDetails, IncidentPage } from '../../web/incidentPage.tsx';
import type { ShownQuieting } from '../../web/quietWord.tsx';
import { stylesheet } from '../../web/stylesheet.ts';
import { loadIncident } from '../api/loadIncident.ts';
import { countQuieted } from '../countQuieted.ts';
import type { HttpDeps } from '../deps.ts';
import { digestsDue } from '../digestsDue.ts';
import { type HttpEnv, requestHeaders } from '../httpEnv.ts';
import { onlyMethods } from '../onlyMethods.ts';
import { quietingOf } from '../quietingOf.ts';
import { requireRole } from '../requireRole.ts';
import { readEvidenceBoard } from './evidenceBoard.ts';
import { keepBriefly } from './keepBriefly.ts';
import { pageHeaders } from './pageHeaders.ts';

const MOST_INCIDENTS = 200;
const MOST_RECENT = 10;
const MOST_ROWS = 100;
const MOST_HELD = 20;
const MOST_SILENCES = 20;
/** Runbooks are chosen by so many alerts, as in messages. */
const POINTING = 20;
const NOTHING: ReadonlyMap<string, string> = new Map();
const HOST = /^[\w.-]+(?::\d{1,5})?$|^\[[\da-f:.]+\](?::\d{1,5})?$/i;

/** The pages for people, and their stylesheet. For viewers. */
export function pages(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  const held = keepBriefly(
    () => readHeldBoard(deps),
    () => deps.clock.monotonic(),
  );
  app.get('/style.css', (c) =>
    c.body(stylesheet, 200, { 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': 'no-cache' }),
  );
  onlyMethods(app, '/style.css', ['GET']);
  const quieted = keepBriefly(
    async () => countQuieted(deps, await readLiveSilences(deps.db)),
    () => deps.clock.monotonic(),
  );
  app.get('/', (c) => showBoard(deps, { held, quieted }, c));
  onlyMethods(app, '/', ['GET']);
  app.get('/incidents/:number', (c) => showIncident(deps, c, c.req.param('number')));
  onlyMethods(app, '/incidents/:number', ['GET']);
  return app;
}

/** Whatever is held is counted, which takes long where a hundred thousand alerts are. */
async function readHeldBoard({ db }: HttpDeps): Promise<HeldBoard> {
  return { counts: await countHeld(db), alerts: await readHeld(db, null, MOST_HELD) };
}

interface KeptBriefly {
  readonly held: () => Promise<HeldBoard>;
  /** By a silence's id. */
  readonly quieted: () => Promise<ReadonlyMap<string, number>>;
}

async function showBoard(deps: HttpDeps, { held, quieted }: KeptBriefly, c: Context<HttpEnv>): Promise<Response> {
  requireRole(deps, c, 'viewer');
  const found = await readIncidents(deps.db, { statuses: ['triggered', 'acknowledged'] }, MOST_INCIDENTS + 1);
  const open = found.slice(0, MOST_INCIDENTS);
  const policy = deps.access();
  const now = deps.clock.now();
  const silences = await readSilences(deps.db, { now, states: ['active'] }, MOST_SILENCES + 1);
  const quieting = silences.length === 0 ? null : await quieted();
  const board = {
    open,
    more: found.length > open.length,
    held: await held(),
    digests: await digestsDue(deps),
    silences: silences.slice(0, MOST_SILENCES).map((each) => ({ ...each, quieting: quieting?.get(each.id) ?? 0 })),
    moreSilences: silences.length > MOST_SILENCES,
    recent: await readIncidents(deps.db, { statuses: ['resolved'] }, MOST_RECENT),
    alertmanagerLines: alertmanagerLines(
      deps.externalUrl() ?? addressAsked(c),
      policy.madeTokenSha256 !== null || policy.integrations.some(({ token, basicAuth }) => token !== null || basicAuth !== null),
    ),
    now,
  };
  return c.html(<BoardPage board={board} />, 200, { ...pageHeaders });
}

/** The address by which the reader reached us. */
function addressAsked(c: Context<HttpEnv>): string {
  const { host } = requestHeaders(c);
  return host !== undefined && HOST.test(host) ? `http://${host}` : 'http://127.0.0.1:9195';
}

async function showIncident(deps: HttpDeps, c: Context<HttpEnv>, number: string): Promise<Response> {
  requireRole(deps, c, 'viewer');
  const incident = await loadIncident(deps, number);
  const alerts = await readAlerts(deps.db, incident.number, null, MOST_ROWS + 1);
  const timeline = await readTimeline(deps.db, incident.number, null, MOST_ROWS + 1);
  const deliveries = await readDeliveries(deps.db, { incident: incident.number }, MOST_ROWS + 1);
  const held = incident.held === 0 ? [] : await readHeld(deps.db, incident.number, MOST_ROWS);
  const holds = new Map(held.map((row) => [`${alertKey(row)} ${row.startsAt}`, row]));
  const isOpen = incident.status !== 'resolved';
  const digests = isOpen ? (await digestsDue(deps)).filter(({ incidents }) => incidents.includes(incident.number)) : [];
  const withheld = digests.length === 0 ? NOTHING : await readWithheld(deps.db, alerts);
  const holdOf = (alert: AlertRow): ShownHold | null => {
    const because = alert.latest ? withheld.get(alertKey(alert)) : undefined;
    const throttled =
      because === undefined ? null : { by: 'throttle', key: 'throttle', because, until: digests[0]?.dueAt ?? null };
    return holds.get(`${alertKey(alert)} ${alert.startsAt}`) ?? throttled;
  };
  const quiet = await quietingOf(deps, incident);
  const quietingFor = (alert: AlertRow): ShownQuieting | null => {
    const hiding = alert.latest ? quiet(alert) : null;
    if (!hiding) return null;
    const { id, createdBy, comment } = hiding.silence;
    return { silence: id, createdBy, comment, until: hiding.until };
  };
  const evidence = await readEvidenceBoard(deps, incident);
  const found = evidence.found.map((each) => each.evidence);
  const details = {
    incident,
    alerts: newestOfEach(alerts.slice(0, MOST_ROWS)).map((alert) => ({
      ...alert,
      hold: holdOf(alert),
      quieting: quietingFor(alert),
    })),
    moreAlerts: alerts.length > MOST_ROWS,
    digests,
    timeline: timeline.slice(0, MOST_ROWS),
    moreTimeline: timeline.length > MOST_ROWS,
    deliveries: deliveries.slice(0, MOST_ROWS),
    moreDeliveries: deliveries.length > MOST_ROWS,
    ...pointed(deps.pointers({ ...incident, alerts: alerts.slice(0, POINTING), evidence: found })),
    evidence,
    isStill: c.req.query('reload') === 'off',
    now: deps.clock.now(),
  };
  return c.html(<IncidentPage details={details} />, 200, { ...pageHeaders });
}

function pointed({ runbooks, notLinks, links }: Pointers): Pick<IncidentDetails, 'runbooks' | 'links'> {
  const shown = runbooks.map(({ url, source, section, trouble }) => {
    return { url, source, health: trouble, quote: section && { heading: section.heading, text: section.quote } };
  });
  return { runbooks: { runbooks: shown, notLinks }, links };
}

/** Of an alert that fired several times, the newest time: the timeline has the others. */
function newestOfEach<T extends { integration: string; fingerprint: string; startsAt: string }>(alerts: readonly T[]): T[] {
  const newest = new Map<string, T>();
  for (const alert of alerts) {
    const key = `${alert.integration}/${alert.fingerprint}`;
    if (alert.startsAt >= (newest.get(key)?.startsAt ?? '')) newest.set(key, alert);
  }
  return alerts.filter((alert) => newest.get(`${alert.integration}/${alert.fingerprint}`) === alert);
}
