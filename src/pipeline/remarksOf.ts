import type { Incident } from '../incident/incident.ts';
import type { Policy } from './compilePolicy.ts';
import type { Workspace } from './workspace.ts';

const SHOWN = 5;
const STORM = 'Storm: ';

/** What people are told of an incident beside its alerts: what is probably behind it, and what hangs on that. */
export function remarksOf(work: Workspace, incident: Incident, policy: Policy, storm: string | null = null): readonly string[] {
  const gathers = storm ?? incident.remarks.find((remark) => remark.startsWith(STORM)) ?? null;
  const cause = work.failures.ask('dependencies', incident, null, () => probableCause(incident, policy)) ?? commonHost(incident);
  return [gathers, incident.flapping, cause].filter((remark) => remark !== null);
}

/** By policy and services: most incidents that are told again hold the same ones. */
const CAUSES = new WeakMap<Policy, Map<string, string | null>>();
const MOST_CAUSES = 1_000;

function probableCause({ signs }: Incident, policy: Policy): string | null {
  if (!policy.dependencies) return null;
  const services = new Set<string>();
  for (const { service } of signs) if (service !== null) services.add(service);
  if (services.size < 2) return null;
  const ofPolicy = CAUSES.get(policy) ?? new Map<string, string | null>();
  CAUSES.set(policy, ofPolicy);
  const key = [...services].join('\u001f');
  const known = ofPolicy.get(key);
  if (known !== undefined) return known;
  if (ofPolicy.size >= MOST_CAUSES) ofPolicy.clear();
  const cause = causeAmong([...services], policy.dependencies.depth, policy);
  ofPolicy.set(key, cause);
  return cause;
}

/** The service that most of the others stand on; of several, the one that was heard of first. */
function causeAmong(services: readonly string[], depth: number, policy: Policy): string | null {
  const standsOn = services.map((service) => policy.graph.upstreamOf(service, depth));
  let best: { service: string; dependants: string[] } | null = null;
  for (const service of services) {
    const dependants = services.filter((_, i) => standsOn[i]?.has(service));
    if (dependants.length > (best?.dependants.length ?? 0)) best = { service, dependants };
  }
  if (!best) return null;
  const { dependants } = best;
  return `Probable cause: ${best.service}; ${listed(dependants)} ${dependants.length === 1 ? 'depends' : 'depend'} on it`;
}

function commonHost({ signs }: Incident): string | null {
  const [first] = signs;
  if (!first?.host || signs.length < 2 || signs.some(({ host }) => host !== first.host)) return null;
  return `All on host ${first.host}`;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN);
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : (shown[0] ?? '');
}
