import type { Incident, Sign } from '../incident/incident.ts';
import type { Policy } from './compilePolicy.ts';

/** The service that is probably behind an incident, and those of its services that stand on it, as they were heard of. */
export interface ProbableCause {
  readonly service: string;
  readonly dependants: readonly string[];
  /** Nothing was heard of itself: it is what the others have in common. */
  readonly silent: boolean;
}

/** By policy and services: most incidents that are told again hold the same ones. */
const CAUSES = new WeakMap<Policy, Map<string, ProbableCause | null>>();
/** Of the signs that were asked about last: several ask of an incident, one after the other. */
let asked: { readonly signs: readonly Sign[]; readonly policy: Policy; readonly cause: ProbableCause | null } | null = null;
const MOST_CAUSES = 1_000;

/** Null where `noise.dependencies` is off, or nothing in the incident stands on anything else in it. */
export function probableCause({ signs }: Pick<Incident, 'signs'>, policy: Policy): ProbableCause | null {
  if (!policy.dependencies) return null;
  if (asked?.signs !== signs || asked.policy !== policy)
    asked = { signs, policy, cause: causeOf(signs, policy.dependencies, policy) };
  return asked.cause;
}

function causeOf(signs: readonly Sign[], { depth }: { readonly depth: number }, policy: Policy): ProbableCause | null {
  const services = new Set<string>();
  for (const { service } of signs) if (service !== null) services.add(service);
  if (services.size < 2) return null;
  const ofPolicy = CAUSES.get(policy) ?? new Map<string, ProbableCause | null>();
  CAUSES.set(policy, ofPolicy);
  const key = [...services].join('\u001f');
  const known = ofPolicy.get(key);
  if (known !== undefined) return known;
  if (ofPolicy.size >= MOST_CAUSES) ofPolicy.clear();
  const cause = causeAmong([...services], depth, policy);
  ofPolicy.set(key, cause);
  return cause;
}

/** The service that most of the others stand on; of several, the one that was heard of first. */
function causeAmong(services: readonly string[], depth: number, policy: Policy): ProbableCause | null {
  const standsOn = services.map((service) => policy.graph.upstreamOf(service, depth));
  let best: ProbableCause | null = null;
  for (const service of services) {
    const dependants = services.filter((_, i) => standsOn[i]?.has(service));
    if (dependants.length > (best?.dependants.length ?? 0)) best = { service, dependants, silent: false };
  }
  return best ?? (policy.dependencies?.siblingsMs ? commonGround(services, policy) : null);
}

/** What most of them depend on directly, at least two; of several, what the first of them names first. */
function commonGround(services: readonly string[], { graph }: Policy): ProbableCause | null {
  let best: ProbableCause | null = null;
  for (const service of new Set(services.flatMap((each) => graph.dependencies(each)))) {
    const dependants = services.filter((each) => graph.dependencies(each).includes(service));
    if (dependants.length > Math.max(1, best?.dependants.length ?? 0)) best = { service, dependants, silent: true };
  }
  return best;
}
