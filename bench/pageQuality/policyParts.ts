import type { PolicyTree } from './qualityConfig.ts';

/** Parts of the context that can be kept from a policy. */
const CONTEXT = ['services', 'maintenance', 'changes'] as const;

/** What can be taken away one by one: sections of the policy, elements of its lists of rules, and parts of the context. */
export function policyParts(policy: PolicyTree): string[] {
  const within = (path: string, value: unknown): string[] => {
    if (Array.isArray(value)) return value.length > 1 ? [path, ...value.map((_, i) => `${path}[${i}]`)] : [path];
    return [path];
  };
  const noise = Object.entries((policy.noise ?? {}) as PolicyTree).flatMap(([key, value]) => within(`noise.${key}`, value));
  const urgency = policy.urgency as { rules?: readonly unknown[] } | undefined;
  const rules = (urgency?.rules ?? []).map((_, i) => `urgency.rules[${i}]`);
  const others = ['grouping', 'identify', 'kinds', 'heartbeats', 'urgency'].filter((key) => key in policy);
  return [...noise, ...others, ...rules, ...CONTEXT.map((part) => `context.${part}`)];
}

/** The policy without one part; what of the context is kept from it. */
export function without(
  policy: PolicyTree,
  part: string,
): { readonly policy: PolicyTree; readonly withoutContext: readonly string[] } {
  if (part.startsWith('context.')) return { policy, withoutContext: [part.slice('context.'.length)] };
  return { policy: changed(policy, part, undefined), withoutContext: [] };
}

/** The policy with another value (undefined: none) at a path such as `noise.hold_down[0].for`. */
export function changed(policy: PolicyTree, path: string, value: unknown): PolicyTree {
  const steps = path.split(/[.[\]]+/).filter((step) => step !== '');
  const copy = structuredClone(policy) as Record<string, unknown>;
  let place: Record<string, unknown> = copy;
  for (const step of steps.slice(0, -1)) {
    place[step] ??= {};
    place = place[step] as Record<string, unknown>;
  }
  const last = steps.at(-1) ?? '';
  if (value !== undefined) place[last] = value;
  else if (Array.isArray(place)) place.splice(Number(last), 1);
  else delete place[last];
  return copy;
}
