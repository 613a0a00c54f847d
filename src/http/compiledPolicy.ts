import { compilePolicy, type Policy } from '../pipeline/compilePolicy.ts';
import type { PolicySource } from '../pipeline/policy.ts';

const made = new WeakMap<PolicySource, Policy>();

/** The policy of a configuration, compiled once for as long as it is in force. */
export function compiledPolicy(source: PolicySource): Policy {
  const known = made.get(source);
  if (known) return known;
  const policy = compilePolicy(source);
  made.set(source, policy);
  return policy;
}
