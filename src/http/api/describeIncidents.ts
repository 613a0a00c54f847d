import type { Evidence } from '../../evidence/evidence.ts';
import { probableCause } from '../../pipeline/probableCause.ts';
import { readFirstAlerts } from '../../store/readAlerts.ts';
import { readNewestDeliveries } from '../../store/readDeliveries.ts';
import { readEvidenceHistory } from '../../store/readEvidence.ts';
import { readEvidenceOutcomes } from '../../store/readEvidenceOutcomes.ts';
import type { IncidentRow } from '../../store/readIncidents.ts';
import { compiledPolicy } from '../compiledPolicy.ts';
import type { HttpDeps } from '../deps.ts';
import { evidenceJson } from './evidenceJson.ts';
import { evidenceOutcomeJson } from './evidenceOutcomeJson.ts';
import { incidentJson } from './incidentJson.ts';

const FIRST_ALERTS = 100;
const NEWEST_DELIVERIES = 100;
const NEWEST_EVIDENCE = 100;
/** Runbooks are chosen by so many alerts, as in messages. */
const POINTING = 20;

type ReadDeps = Pick<HttpDeps, 'db' | 'externalUrl' | 'policy' | 'pointers'>;

/** Incidents with what belongs to them, each kind in one query; of evidence only what became of it. */
export async function describeIncidents(deps: ReadDeps, incidents: readonly IncidentRow[]) {
  const outcomes = await readEvidenceOutcomes(
    deps.db,
    incidents.map(({ number }) => number),
  );
  return describe(deps, incidents, { json: ({ number }) => (outcomes.get(number) ?? []).map(evidenceOutcomeJson), found: [] });
}

/** One incident with what belongs to it, its evidence whole. */
export async function describeIncident(deps: ReadDeps, incident: IncidentRow) {
  const evidence = await readEvidenceHistory(deps.db, incident.number, NEWEST_EVIDENCE);
  const json = () => evidence.map((each) => evidenceJson(each, deps.externalUrl()));
  const found = evidence.filter(({ opening }) => opening === incident.opening);
  const [described] = await describe(deps, [incident], { json, found });
  return described;
}

async function describe(
  { db, externalUrl, policy, pointers }: ReadDeps,
  incidents: readonly IncidentRow[],
  evidence: { readonly json: (incident: IncidentRow) => readonly object[]; readonly found: readonly Evidence[] },
) {
  const numbers = incidents.map(({ number }) => number);
  const alerts = await readFirstAlerts(db, numbers, FIRST_ALERTS);
  const deliveries = await readNewestDeliveries(db, numbers, NEWEST_DELIVERIES);
  const compiled = compiledPolicy(policy());
  return incidents.map((incident) => {
    const first = alerts.get(incident.number) ?? [];
    return incidentJson(incident, {
      cause: probableCause(incident, compiled),
      alerts: first,
      pointers: pointers({ ...incident, alerts: first.slice(0, POINTING), evidence: evidence.found }),
      evidence: evidence.json(incident),
      deliveries: deliveries.get(incident.number) ?? [],
      externalUrl: externalUrl(),
    });
  });
}
