import type { Policy } from '../compilePolicy.ts';
import type { ServiceGraph } from './serviceGraph.ts';

/** Another service, by how it hangs together with one; `ground` is what both of two `beside` each other stand on. */
export interface Neighbour {
  readonly name: string;
  readonly side: 'self' | 'up' | 'down' | 'beside';
  readonly ground: string | null;
}

/** By policy, by service. */
const NEIGHBOURS = new WeakMap<Policy, Map<string, readonly Neighbour[]>>();
/** What more than these stand on tells nothing of any two of them. */
const MOST_BESIDE = 30;

/** The service itself, then what it stands on and what stands on it, nearest first, then what stands on the same beside it. */
export function neighbours(service: string, policy: Policy): readonly Neighbour[] {
  if (!policy.dependencies) return [];
  const self: Neighbour = { name: service, side: 'self', ground: null };
  // A name that alerts chose and nobody configured has no neighbours, and is not kept.
  if (!policy.known.services.has(service)) return [self];
  const ofPolicy = NEIGHBOURS.get(policy) ?? new Map<string, readonly Neighbour[]>();
  NEIGHBOURS.set(policy, ofPolicy);
  const known = ofPolicy.get(service) ?? [self, ...around(service, policy.dependencies, policy.graph)];
  ofPolicy.set(service, known);
  return known;
}

function around(service: string, { depth, siblingsMs }: NonNullable<Policy['dependencies']>, graph: ServiceGraph): Neighbour[] {
  const steps = (side: 'up' | 'down', reached: ReadonlyMap<string, number>) =>
    [...reached].map(([name, distance]) => ({ name, side, ground: null, distance }));
  const along = [...steps('up', graph.upstreamOf(service, depth)), ...steps('down', graph.downstreamOf(service, depth))].sort(
    (a, b) => a.distance - b.distance,
  );
  const found: Neighbour[] = along.map(({ name, side, ground }) => ({ name, side, ground }));
  if (siblingsMs === null) return found;
  const seen = new Set([service, ...found.map(({ name }) => name)]);
  for (const ground of graph.dependencies(service)) {
    const others = graph.dependants(ground);
    if (others.length > MOST_BESIDE) continue;
    for (const name of others) {
      if (seen.has(name)) continue;
      seen.add(name);
      found.push({ name, side: 'beside', ground });
    }
  }
  return found;
}
