/** Which service depends on which. A service that is not in it has neither dependencies nor dependants. */
export interface ServiceGraph {
  /** What the service itself names in `depends_on`, in that order; never itself. */
  readonly dependencies: (service: string) => readonly string[];
  /** The services that name this one, in the configuration's order; never itself. */
  readonly dependants: (service: string) => readonly string[];
  /** All that the service stands on, nearest first, to the number of steps there; at most `depth` steps, not itself. */
  readonly upstreamOf: (service: string, depth: number) => ReadonlyMap<string, number>;
  /** All that stands on the service, in the same way. */
  readonly downstreamOf: (service: string, depth: number) => ReadonlyMap<string, number>;
}

interface Node {
  readonly name: string;
  readonly dependsOn: readonly string[];
}

type Edges = ReadonlyMap<string, ReadonlySet<string>>;

/** Services that depend on each other in a circle are fine: each is upstream and downstream of the others. */
export function serviceGraph(services: readonly Node[]): ServiceGraph {
  const up = new Map<string, Set<string>>();
  const down = new Map<string, Set<string>>();
  for (const { name, dependsOn } of services) {
    for (const dependency of dependsOn) {
      if (dependency === name) continue;
      add(up, name, dependency);
      add(down, dependency, name);
    }
  }
  return {
    dependencies: (service) => [...(up.get(service) ?? [])],
    dependants: (service) => [...(down.get(service) ?? [])],
    upstreamOf: remembered(up),
    downstreamOf: remembered(down),
  };
}

function add(edges: Map<string, Set<string>>, from: string, to: string): void {
  const targets = edges.get(from);
  if (targets) targets.add(to);
  else edges.set(from, new Set([to]));
}

const NOTHING: ReadonlyMap<string, number> = new Map();

/** Walks once from each service that has edges; a policy is asked for a depth or two. */
function remembered(edges: Edges): (service: string, depth: number) => ReadonlyMap<string, number> {
  const known = new Map<number, Map<string, ReadonlyMap<string, number>>>();
  return (service, depth) => {
    if (!edges.has(service)) return NOTHING;
    const ofDepth = known.get(depth) ?? new Map<string, ReadonlyMap<string, number>>();
    known.set(depth, ofDepth);
    const steps = ofDepth.get(service) ?? reach(edges, service, depth);
    ofDepth.set(service, steps);
    return steps;
  };
}

function reach(edges: Edges, start: string, depth: number): ReadonlyMap<string, number> {
  const steps = new Map<string, number>([[start, 0]]);
  // A Map is walked in the order of insertion, what is put in on the way included: this is breadth first.
  for (const [name, distance] of steps) {
    if (distance >= depth) break;
    for (const next of edges.get(name) ?? []) if (!steps.has(next)) steps.set(next, distance + 1);
  }
  steps.delete(start);
  return steps;
}
