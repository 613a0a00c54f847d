type Tree = Readonly<Record<string, unknown>>;

/**
 * The services of a policy with those of a context. One that both name is one: what the policy says of it stands, and it depends on
 * what either says. What is no list is left to be refused as it stands.
 */
export function withKnown(own: unknown, known: readonly Tree[]): unknown {
  if (own === undefined || own === null) return known;
  if (!Array.isArray(own)) return own;
  const byName = new Map(known.map((service) => [service.name, service]));
  const named = new Set<unknown>();
  const merged = own.map((service: unknown) => {
    if (!isTree(service)) return service;
    named.add(service.name);
    const other = byName.get(service.name);
    return other ? { ...other, ...service, depends_on: both(service.depends_on, other.depends_on) } : service;
  });
  return [...merged, ...known.filter(({ name }) => !named.has(name))];
}

function both(own: unknown, other: unknown): unknown {
  if (own !== undefined && !Array.isArray(own)) return own;
  return [...new Set([...((own ?? []) as unknown[]), ...((other ?? []) as unknown[])])];
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
