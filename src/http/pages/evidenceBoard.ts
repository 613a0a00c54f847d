import type { Instant } from '../../alert/timestamp.ts';
import type { Evidence } from '../../evidence/evidence.ts';
import { readEvidenceHistory } from '../../store/readEvidence.ts';
import { readEvidenceRun } from '../../store/readEvidenceRun.ts';
import type { IncidentRow } from '../../store/readIncidents.ts';
import type { EvidenceBoard, EvidenceSearch, ShownEvidence } from '../../web/evidence.tsx';
import type { HttpDeps } from '../deps.ts';
import { evidencePath } from '../evidencePath.ts';

const MOST_PIECES = 50;
/** Whoever comes a little later wants to see that it is over. */
const LIVE_AFTER_END_MS = 60 * 60_000;
/** The search begins seconds after people are told; what has not begun by then does not. */
const BEGINS_WITHIN_MS = 60_000;

/** What was found for the opening of an incident that stands, or how the search for it is. */
export async function readEvidenceBoard(
  deps: Pick<HttpDeps, 'db' | 'clock' | 'looksForEvidence'>,
  incident: IncidentRow,
): Promise<EvidenceBoard> {
  const all = await readEvidenceHistory(deps.db, incident.number, MOST_PIECES);
  const found = all.filter(({ opening }) => opening === incident.opening);
  return {
    found: found.map((each) => shown(each, isLive(incident, deps.clock.now()))),
    search: found.length > 0 ? { state: 'done', begunAt: null } : await searchFor(deps, incident),
    earlier: all.length - found.length,
    api: `/api/v1/incidents/${incident.number}`,
  };
}

function shown(evidence: Evidence, live: boolean): ShownEvidence {
  const picture = evidencePath(evidence, live ? 'live.svg' : 'graph.svg');
  return { evidence, file: evidencePath(evidence, 'log'), picture };
}

function isLive({ resolvedAt }: IncidentRow, now: Instant): boolean {
  return resolvedAt === null || now - resolvedAt < LIVE_AFTER_END_MS;
}

async function searchFor(
  { db, clock, looksForEvidence }: Pick<HttpDeps, 'db' | 'clock' | 'looksForEvidence'>,
  { number, opening, status, notifiedAt, triggeredAt, alarm }: IncidentRow,
): Promise<EvidenceSearch> {
  const run = await readEvidenceRun(db, { incident: number, opening });
  const now = clock.now();
  if (run?.doneAt) return { state: 'done', begunAt: run.begunAt };
  if (run) return { state: run.claimedUntil >= now ? 'running' : 'stuck', begunAt: run.begunAt };
  if (!looksForEvidence()) return { state: 'off', begunAt: null };
  const isTold = notifiedAt !== null && notifiedAt >= triggeredAt && notifiedAt > now - BEGINS_WITHIN_MS;
  return { state: isTold && status !== 'resolved' && !alarm ? 'soon' : 'none', begunAt: null };
}
