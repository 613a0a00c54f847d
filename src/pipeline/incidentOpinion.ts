import type { Admitted, Change } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { flappingHold } from './flap.ts';
import { flappingText } from './noise/flapping.ts';
import type { Opinion } from './noise/rule.ts';
import { urgencyHold } from './weigh.ts';

/** What an incident is, against telling of one of its alerts: it flaps, or nobody is told of what is no more urgent. */
export function incidentOpinion(
  { incident, raised }: Change,
  { route }: Admitted,
  joined: boolean,
  said: string | undefined,
  now: number,
  policy: Policy,
): Opinion | null {
  // Its group flaps; what came from elsewhere does not.
  if (incident.flappingSince !== null && policy.flapping && !raised && !joined) {
    const because = flappingText(incident.flips, now, policy.flapping);
    return { do: 'suppress', by: 'flapping', key: flappingHold(incident), until: null, because };
  }
  if (incident.urgency === 'high' || route('low').targets.length > 0 || route('high').targets.length === 0) return null;
  const because = said ?? 'nobody is told of low urgency';
  return { do: 'suppress', by: 'urgency', key: urgencyHold(incident), until: null, because };
}
