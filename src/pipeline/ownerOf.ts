import type { Incident, Sign } from '../incident/incident.ts';
import type { Policy } from './compilePolicy.ts';
import { probableCause } from './probableCause.ts';

type Owner = Pick<Incident, 'service' | 'team'>;

/**
 * What an incident is about and whose it is: the service that is probably behind it, else the one that most of its signs speak of,
 * and the team that most of those name. Of several the one that was heard of first. Where nothing counts as a sign, because all of
 * it is silenced, `others` are asked; where they say nothing either, it stays what it was.
 */
export function ownerOf(incident: Incident, others: readonly Sign[], policy: Policy): Owner {
  const signs = incident.signs.length > 0 ? incident.signs : others;
  const service = probableCause({ signs }, policy)?.service ?? mostNamed(signs.map((sign) => sign.service));
  const team = mostNamed(signs.flatMap((sign) => (service === null || sign.service === service ? sign.team : [])));
  return service === null && team === null ? { service: incident.service, team: incident.team } : { service, team };
}

function mostNamed(names: readonly (string | null)[]): string | null {
  const counts = new Map<string, number>();
  for (const name of names) if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
  let most: string | null = null;
  for (const [name, count] of counts) if (most === null || count > (counts.get(most) ?? 0)) most = name;
  return most;
}
