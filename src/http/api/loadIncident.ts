import { TocsinError } from '../../errors.ts';
import { probableCause } from '../../pipeline/probableCause.ts';
import { readFirstAlerts } from '../../store/readAlerts.ts';
import { readNewestDeliveries } from '../../store/readDeliveries.ts';
import { type IncidentRow, readIncidents } from '../../store/readIncidents.ts';
import { compiledPolicy } from '../compiledPolicy.ts';
import type { HttpDeps } from '../deps.ts';
import { incidentJson } from './incidentJson.ts';

const FIRST_ALERTS = 100;
const NEWEST_DELIVERIES = 100;

type ReadDeps = Pick<HttpDeps, 'db' | 'externalUrl' | 'policy'>;

/**
 * The incident of a path's `:number`.
 * @throws TocsinError `not_found`, also for what is no number
 */
export async function loadIncident(deps: ReadDeps, number: string): Promise<IncidentRow> {
  const [incident] = /^[1-9]\d{0,8}$/.test(number) ? await readIncidents(deps.db, { number: Number(number) }, 1) : [];
  if (!incident) throw new TocsinError('not_found', `There is no incident ${JSON.stringify(number.slice(0, 50))}.`);
  return incident;
}

/** Incidents with what belongs to them, each kind in one query. */
export async function describeIncidents(deps: ReadDeps, incidents: readonly IncidentRow[]) {
  const numbers = incidents.map(({ number }) => number);
  const alerts = await readFirstAlerts(deps.db, numbers, FIRST_ALERTS);
  const deliveries = await readNewestDeliveries(deps.db, numbers, NEWEST_DELIVERIES);
  const policy = compiledPolicy(deps.policy());
  return incidents.map((incident) =>
    incidentJson(
      incident,
      probableCause(incident, policy),
      alerts.get(incident.number) ?? [],
      deliveries.get(incident.number) ?? [],
      deps.externalUrl(),
    ),
  );
}
