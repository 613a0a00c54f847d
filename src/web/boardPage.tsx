import type { Instant } from '../alert/timestamp.ts';
import type { Incident } from '../incident/incident.ts';
import { Layout } from './layout.tsx';
import { SeverityBadge, StatusBadge } from './severityBadge.tsx';
import { When } from './when.tsx';

/** What the board shows of an incident. */
export type BoardIncident = Pick<
  Incident,
  'number' | 'title' | 'status' | 'severity' | 'urgency' | 'triggeredAt' | 'firing' | 'acknowledgedBy'
>;

export interface Board {
  readonly open: readonly BoardIncident[];
  /** There are more than are shown. */
  readonly more: boolean;
  /** Whether there has ever been an incident. */
  readonly hasHistory: boolean;
  /** The lines of `alertmanager.yml` that send alerts here. */
  readonly alertmanagerLines: string;
  readonly now: Instant;
}

/** The open incidents, newest first. */
export function BoardPage({ board }: { board: Board }) {
  const { open, more } = board;
  return (
    <Layout title={open.length === 0 ? 'Tocsin' : `(${open.length}${more ? '+' : ''}) Tocsin`} refreshSeconds={10}>
      <h1>Open incidents</h1>
      {open.length === 0 ? <Nothing board={board} /> : <Incidents board={board} />}
    </Layout>
  );
}

function Incidents({ board: { open, more, now } }: { board: Board }) {
  return (
    <>
      <ul class="incidents">
        {open.map((incident) => (
          <li class={`incident edge-${incident.severity}`}>
            <a href={`/incidents/${incident.number}`}>
              <span class="number">#{incident.number}</span> <bdi>{incident.title}</bdi>
            </a>
            <p class="facts">
              <SeverityBadge severity={incident.severity} urgency={incident.urgency} />
              <StatusBadge status={incident.status} />
              <span>{incident.firing} firing</span>
              <When at={incident.triggeredAt} now={now} />
              <span>{incident.acknowledgedBy === null ? 'nobody has it' : <bdi>{incident.acknowledgedBy} has it</bdi>}</span>
            </p>
          </li>
        ))}
      </ul>
      {more && (
        <p>
          Only the newest {open.length} are shown; <code>GET /api/v1/incidents</code> has them all.
        </p>
      )}
    </>
  );
}

function Nothing({ board: { hasHistory, alertmanagerLines } }: { board: Board }) {
  if (hasHistory) return <p class="empty">Nothing is open.</p>;
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
