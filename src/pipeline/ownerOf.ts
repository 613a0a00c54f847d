import type { Incident, Sign } from '../incident/incident.ts';
import type { Policy } from './compilePolicy.ts';
import { probableCause } from './probableCause.ts';

type Owner = Pick<Incident, 'service' | 'team'>;

/** In a storm most that comes leaves the signs as they are. */
const KNOWN = new WeakMap<Policy, WeakMap<readonly Sign[], Owner>>();

/**
 * What an incident is about and whose it is: the service that is probably behind it, else the one that most of its signs speak of,
 * and the team that most of those name. Of several the one that was heard of first. Where nothing counts as a sign, because all of
 * it is silenced, `others` are asked; where they say nothing either, it stays what it was.
 */
export function ownerOf(incident: Incident, others: readonly Sign[], policy: Policy): Owner {
  const signs = incident.signs.length > 0 ? incident.signs : others;
  const ofPolicy = KNOWN.get(policy) ?? new WeakMap<readonly Sign[], Owner>();
  KNOWN.set(policy, ofPolicy);
  const owner = ofPolicy.get(signs) ?? ownerBy(signs, policy);
  ofPolicy.set(signs, owner);
  return owner.service === null && owner.team === null ? { service: incident.service, team: incident.team } : owner;
}

function ownerBy(signs: readonly Sign[], policy: Policy): Owner {
  const cause = probableCause({ signs }, policy);
  // Whoever owns what is silent has nothing to look at there.
  const service = cause && !cause.silent ? cause.service : mostNamed(signs, (sign) => sign.service);
  const team = mostNamed(signs, (sign) => (service === null || sign.service === service ? sign.team : null));
  return { service, team };
}

function mostNamed(signs: readonly Sign[], nameOf: (sign: Sign) => string | null): string | null {
  const counts = new Map<string, number>();
  for (const sign of signs) {
    const name = nameOf(sign);
    if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  let most: string | null = null;
  for (const [name, count] of counts) if (most === null || count > (counts.get(most) ?? 0)) most = name;
  return most;
}
