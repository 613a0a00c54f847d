import type { Incident } from '../incident/incident.ts';
import type { Admitted } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { nameIncident } from './nameIncident.ts';
import { ownerOf } from './ownerOf.ts';
import { remarksOf } from './remarksOf.ts';
import type { Workspace } from './workspace.ts';

/** Brings up to date what people read of an incident beside its alerts: what it is about and named after, whose it is, what is behind it. */
export function describe(
  work: Workspace,
  incident: Incident,
  admitted: readonly Pick<Admitted, 'sign' | 'joined' | 'episode' | 'severity' | 'route'>[],
  policy: Policy,
): void {
  const storm = admitted.findLast(({ joined }) => joined?.by === 'storm')?.joined?.because ?? null;
  incident.remarks = remarksOf(work, incident, policy, storm);
  nameIncident(work, incident, admitted);
  const signs = admitted.map(({ sign }) => sign);
  Object.assign(
    incident,
    work.failures.ask('dependencies', incident, { service: incident.service, team: incident.team }, () =>
      ownerOf(incident, signs, policy),
    ),
  );
}
