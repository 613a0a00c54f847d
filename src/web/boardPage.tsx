import type { Instant } from '../alert/timestamp.ts';
import type { Incident } from '../incident/incident.ts';
import { ActiveSilences, type BoardSilence } from './activeSilences.tsx';
import { DueDigests, type ShownDigest } from './dueDigests.tsx';
import { HeldAlerts, type HeldBoard } from './heldAlerts.tsx';
import { Layout } from './layout.tsx';
import { SeverityBadge, StatusBadge } from './severityBadge.tsx';
import { When } from './when.tsx';

/** What the board shows of an incident. */
export type BoardIncident = Pick<
  Incident,
  'number' | 'title' | 'status' | 'severity' | 'urgency' | 'triggeredAt' | 'resolvedAt' | 'firing' | 'held' | 'acknowledgedBy'
>;

export interface Board {
  readonly open: readonly BoardIncident[];
  /** There are more than are shown. */
  readonly more: boolean;
  readonly held: HeldBoard;
  /** Soonest first. */
  readonly digests: readonly ShownDigest[];
  /** Those in force, what ends first first. */
  readonly silences: readonly BoardSilence[];
  readonly moreSilences: boolean;
  /** What was resolved last, newest first. */
  readonly recent: readonly BoardIncident[];
  /** The lines of `alertmanager.yml` that send alerts here. */
  readonly alertmanagerLines: string;
  readonly now: Instant;
}

/** The open incidents, what is held back and silenced, and what was resolved last; newest first. */
export function BoardPage({ board }: { board: Board }) {
  const { open, more, digests } = board;
  return (
    <Layout title={open.length === 0 ? 'Tocsin' : `(${open.length}${more ? '+' : ''}) Tocsin`} refreshSeconds={10}>
      <h1>Open incidents</h1>
      {open.length === 0 ? <Nothing board={board} /> : <Incidents incidents={open} digests={digests} now={board.now} />}
      {more && (
        <p>
          Only the newest {open.length} are shown; <code>GET /api/v1/incidents</code> has them all.
        </p>
      )}
      <HeldAlerts held={board.held} now={board.now} />
      <DueDigests digests={digests} now={board.now} />
      <ActiveSilences silences={board.silences} more={board.moreSilences} now={board.now} />
      {board.recent.length > 0 && (
        <>
          <h2>Resolved lately</h2>
          <Incidents incidents={board.recent} digests={NONE} now={board.now} />
        </>
      )}
    </Layout>
  );
}

const NONE: readonly ShownDigest[] = [];

interface Listed {
  readonly incidents: readonly BoardIncident[];
  readonly digests: readonly ShownDigest[];
  readonly now: Instant;
}

function Incidents({ incidents, digests, now }: Listed) {
  const waiting = digests.map(({ receiver, incidents: numbers }) => ({ receiver, numbers: new Set(numbers) }));
  return (
    <ul class="incidents">
      {incidents.map((incident) => (
        <li class={`incident edge-${incident.severity}`}>
          <a href={`/incidents/${incident.number}`}>
            <span class="number">#{incident.number}</span> <bdi>{incident.title}</bdi>
          </a>
          <p class="facts">
            <SeverityBadge severity={incident.severity} urgency={incident.urgency} />
            <StatusBadge status={incident.status} />
            <Facts incident={incident} now={now} />
            {waiting.map(
              ({ receiver, numbers }) => numbers.has(incident.number) && <bdi>waits for the digest of {receiver}</bdi>,
            )}
          </p>
        </li>
      ))}
    </ul>
  );
}

function Facts({ incident, now }: { incident: BoardIncident; now: Instant }) {
  if (incident.resolvedAt !== null) return <When at={incident.resolvedAt} now={now} />;
  return (
    <>
      <span>
        {incident.firing} firing
        {incident.held > 0 && `, ${incident.held === incident.firing ? 'all' : incident.held} held back`}
      </span>
      <When at={incident.triggeredAt} now={now} />
      <span>{incident.acknowledgedBy === null ? 'nobody has it' : <bdi>{incident.acknowledgedBy} has it</bdi>}</span>
    </>
  );
}

function Nothing({ board: { recent, alertmanagerLines } }: { board: Board }) {
  if (recent.length > 0) return <p class="empty">Nothing is open.</p>;
  return (
    <div class="empty">
      <p>No alert has arrived yet. To send some here, put this into alertmanager.yml and reload Alertmanager:</p>
      <pre>{alertmanagerLines}</pre>
      <p>
        To see an outage without one, run <code>npm run -s tocsin -- demo</code>.
      </p>
    </div>
  );
}
