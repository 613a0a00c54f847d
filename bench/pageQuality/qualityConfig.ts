import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type ContextTree, contextTree } from '../../src/backtest/contextTree.ts';
import { ConfigError } from '../../src/config/configError.ts';
import { loadConfig } from '../../src/config/load.ts';
import { formatProblem } from '../../src/config/problem.ts';
import { configSchema } from '../../src/config/schema.ts';
import { NOTIFIERS } from '../../src/pipeline/notify/notifiers.ts';
import type { PolicySource } from '../../src/pipeline/policy.ts';
import { contextSlips } from './contextSlips.ts';
import { withKnown } from './withKnown.ts';

/** The policy that is shipped, as a path from the project's root. */
export const SHIPPED_POLICY = 'examples/page-quality.yml';

export type PolicyTree = Readonly<Record<string, unknown>>;

export function readPolicyTree(file: string): PolicyTree {
  return parse(readFileSync(file, 'utf8')) as PolicyTree;
}

/** @throws Error with a line for each fault of what stands there */
export function readContext(file: string): ContextTree {
  const context = parseJson(readFileSync(file, 'utf8'));
  const slips = contextSlips(context);
  if (slips.length > 0) throw new Error(slips.join('\n'));
  return contextTree(context);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`it is not JSON (${error instanceof Error ? error.message : String(error)}): write one object`);
  }
}

/**
 * A policy with what a context knows added to it, as a configuration is read; it sends nothing, so it does without secrets that are
 * missing and has `warn` say so. `file` is where it comes from: what it names lies beside it. Throws an error that lists every problem,
 * each with the file that it is of, and its place there.
 */
export function qualityConfig(
  policy: PolicyTree,
  context: ContextTree,
  {
    env = process.env,
    file = SHIPPED_POLICY,
    contextFile = 'the context',
    warn = () => {},
  }: {
    readonly env?: NodeJS.ProcessEnv;
    readonly file?: string;
    readonly contextFile?: string;
    readonly warn?: (text: string) => void;
  } = {},
): PolicySource {
  const known = Object.keys(configSchema(NOTIFIERS).shape);
  const maintenance = [...((policy.maintenance ?? []) as unknown[]), ...context.maintenance];
  const given = { services: withKnown(policy.services, context.services), maintenance };
  // A version that knows no services is told of none.
  const added = Object.entries(given).filter(([key]) => known.includes(key));
  const tree: Record<string, unknown> = { ...policy };
  for (const [key, list] of added) tree[key] = list;
  try {
    // JSON is YAML.
    const readFile = (path: string) => (path === file ? JSON.stringify(tree, null, 1) : readFileSync(path, 'utf8'));
    const { policy: source, warnings } = loadConfig({ path: file, env, readFile, withoutSecrets: true });
    // Lines are of what was put together, not of the file.
    for (const warning of warnings) warn(formatProblem(file, { ...warning, line: 0, message: `warning: ${warning.message}` }));
    return source;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const problems = error.problems.map(({ path, message, remedy }) => {
      const place = placeInContext(path, policy, given.services);
      return `${place === null ? `${file}: ${path}` : `${contextFile}: ${place}`}: ${message}${remedy && `: ${remedy}`}`;
    });
    throw new Error(problems.join('\n'));
  }
}

/** What the context adds stands behind what the policy has. Null: it is of the policy. */
function placeInContext(path: string, policy: PolicyTree, services: unknown): string | null {
  const [, part = '', index, rest = ''] = /^(maintenance|services)\[(\d+)\](.*)$/.exec(path) ?? [];
  const own: unknown = policy[part];
  const at = Number(index) - (Array.isArray(own) ? own.length : 0);
  if (index === undefined || at < 0) return null;
  if (part === 'maintenance') return `maintenance[${at}]${rest}`;
  // Those that stand there twice are one, so their numbers are no longer those of the file.
  const service: unknown = Array.isArray(services) ? services[Number(index)] : null;
  const name = typeof service === 'object' && service !== null && 'name' in service ? String(service.name) : '';
  return `services[${JSON.stringify(name)}]${rest.replace(/^\.depends_on/, '.dependsOn')}`;
}
