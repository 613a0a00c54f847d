import { type Context, Hono } from 'hono';
import { rfc3339 } from '../../alert/timestamp.ts';
import type { DrawnEvidence } from '../../enrichment/liveGraphs.ts';
import { TocsinError } from '../../errors.ts';
import type { Evidence } from '../../evidence/evidence.ts';
import { joinRedacted, ownText } from '../../redact/redactedText.ts';
import { loadViews } from '../../store/loadViews.ts';
import { readEvidenceFile } from '../../store/readEvidence.ts';
import type { HttpDeps } from '../deps.ts';
import type { HttpEnv } from '../httpEnv.ts';
import { onlyMethods } from '../onlyMethods.ts';
import { requireRole } from '../requireRole.ts';
import { loadIncident } from './loadIncident.ts';

const LONGEST_ID = 200;
const PLACE = '/:number/evidence/:id';
/** Whatever a line or a name holds, a browser that opens it runs and loads nothing. */
const INERT = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/** `GET /api/v1/incidents/{number}/evidence/{id}/log`, `/graph.svg`, `/graph.png` and `/live.svg`. For viewers. */
export function evidenceFiles(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get(`${PLACE}/log`, (c) => sendLog(deps, c, c.req.param()));
  onlyMethods(app, `${PLACE}/log`, ['GET']);
  app.get(`${PLACE}/graph.svg`, async (c) => {
    const { content, window } = await loadGraph(deps, c, c.req.param());
    return c.body(deps.graph.svg(content, window), 200, pictureHeaders('image/svg+xml; charset=utf-8'));
  });
  onlyMethods(app, `${PLACE}/graph.svg`, ['GET']);
  app.get(`${PLACE}/graph.png`, async (c) => {
    const { content, window } = await loadGraph(deps, c, c.req.param());
    return c.body(Uint8Array.from(await deps.graph.png(content, window)), 200, pictureHeaders('image/png'));
  });
  onlyMethods(app, `${PLACE}/graph.png`, ['GET']);
  app.get(`${PLACE}/live.svg`, async (c) => {
    const headers = { ...pictureHeaders('image/svg+xml; charset=utf-8'), 'Cache-Control': 'no-store' };
    return c.body(await liveSvg(deps, await loadGraph(deps, c, c.req.param())), 200, headers);
  });
  onlyMethods(app, `${PLACE}/live.svg`, ['GET']);
  return app;
}

interface Asked {
  readonly number: string;
  readonly id: string;
}

async function sendLog(deps: HttpDeps, c: Context<HttpEnv>, asked: Asked): Promise<Response> {
  const { incident, source, file } = await loadEvidence(deps, c, asked);
  if (file === null) {
    throw new TocsinError('not_found', `Evidence ${quoted(asked.id)} has no file: logs have one, where lines were found.`);
  }
  const name = `incident-${incident}-${source.replace(/[^\w.-]+/g, '-').slice(0, 80)}.log`;
  return c.body(file, 200, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}"`,
    'Content-Security-Policy': INERT,
    'Cache-Control': 'no-store',
  });
}

async function loadGraph(
  deps: HttpDeps,
  c: Context<HttpEnv>,
  asked: Asked,
): Promise<DrawnEvidence & { readonly window: Pick<Evidence, 'from' | 'to'> }> {
  const found = await loadEvidence(deps, c, asked);
  const { kind, status, because, content, from, to } = found;
  if (content?.kind === 'graph') return { ...found, content, window: { from, to } };
  const why = kind === 'graph' ? `nothing was drawn (${because ?? status})` : `it is of the kind ${kind}`;
  throw new TocsinError('not_found', `Evidence ${quoted(asked.id)} is no graph: ${why}.`);
}

/** As it is now; where that cannot be had, as it was. No connection to the database is held while the source is asked. */
async function liveSvg({ db, graph, liveGraph }: HttpDeps, evidence: DrawnEvidence): Promise<string> {
  const incident = (await loadViews(db, [evidence.incident], () => null)).get(evidence.incident);
  if (!incident) throw new TocsinError('not_found', `There is no incident ${evidence.incident}.`);
  const { content, window, asOf, because } = await liveGraph(evidence, incident);
  const when = ownText(`as of ${rfc3339(asOf).slice(0, 19).replace('T', ' ')} UTC`);
  const why = because === null ? [] : [ownText('; now: '), because];
  return graph.svg(content, window, joinRedacted([when, ...why]));
}

async function loadEvidence(deps: HttpDeps, c: Context<HttpEnv>, { number, id }: Asked) {
  requireRole(deps, c, 'viewer');
  const incident = await loadIncident(deps, number);
  const isId = id.length <= LONGEST_ID && id.isWellFormed() && !id.includes('\u0000');
  const found = isId ? await readEvidenceFile(deps.db, id) : null;
  if (found?.incident === incident.number) return found;
  throw new TocsinError(
    'not_found',
    `Incident ${number} has no evidence ${quoted(id)}; GET /api/v1/incidents/${number} lists what it has, with ids.`,
  );
}

/** It does not change once it is there; but it is for this reader alone. */
function pictureHeaders(type: string): Record<string, string> {
  return { 'Content-Type': type, 'Content-Security-Policy': INERT, 'Cache-Control': 'private, max-age=3600' };
}

function quoted(id: string): string {
  return JSON.stringify(id.slice(0, 50));
}
