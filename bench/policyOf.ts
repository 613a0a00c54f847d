import { loadConfig } from '../src/config/load.ts';
import type { PolicySource } from '../src/pipeline/policy.ts';

/** A configuration as a tree. */
export type ConfigTree = Readonly<Record<string, unknown>>;

/** What decisions read of a configuration. */
export function policyOf(tree: ConfigTree): PolicySource {
  // JSON is YAML.
  return loadConfig({ path: 'bench', env: {}, readFile: () => JSON.stringify(tree, null, 1) }).policy;
}
