import type { Incident } from '../incident/incident.ts';
import type { Admitted } from './change.ts';
import type { Opinion } from './noise/rule.ts';
import { urgencyHold } from './weigh.ts';

/** What an incident is, against telling of one of its alerts: nobody is told of what is no more urgent. */
export function incidentOpinion(incident: Incident, { route }: Admitted, said: string | undefined): Opinion | null {
  if (incident.urgency === 'high' || route('low').targets.length > 0 || route('high').targets.length === 0) return null;
  const because = said ?? 'nobody is told of low urgency';
  // Who is told of low urgency may be told nothing at this hour only.
  const until = route('low').muted?.until ?? null;
  return { do: 'suppress', by: 'urgency', key: urgencyHold(incident), until, because };
}
