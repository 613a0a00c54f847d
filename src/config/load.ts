import { readFileSync } from 'node:fs';
import type { Instant } from '../alert/timestamp.ts';
import { compilePolicy } from '../pipeline/compilePolicy.ts';
import { LOG_SOURCES } from '../pipeline/enrich/logs/logSources.ts';
import { METRIC_SOURCES } from '../pipeline/enrich/metrics/metricSources.ts';
import { TRACE_SOURCES } from '../pipeline/enrich/traces/traceSources.ts';
import type { PagerDutyRest } from '../pipeline/notify/notifierKind.ts';
import { NOTIFIERS } from '../pipeline/notify/notifiers.ts';
import type { PolicySource } from '../pipeline/policy.ts';
import { unheard } from '../pipeline/unheard.ts';
import { checkSchema } from './checkSchema.ts';
import type { Config } from './config.ts';
import { ConfigError } from './configError.ts';
import { crossCheck } from './crossCheck.ts';
import { fillIn, type Sources } from './fillIn.ts';
import { type Overrides, readOverrides } from './overrides.ts';
import type { Problem } from './problem.ts';
import { ProblemList } from './problemList.ts';
import { type Redaction, redact } from './redact.ts';
import { type ConfigInput, configSchema } from './schema.ts';
import { secretKeys } from './secretKeys.ts';
import { toEvidence } from './toEvidence.ts';
import { targetsOf, toPolicy } from './toPolicy.ts';
import { warnAmbiguous } from './warnAmbiguous.ts';
import { warnIdle } from './warnIdle.ts';
import { isTree, readYamlTree, type Tree } from './yamlTree.ts';

/** The kinds of sources in each place of the file. */
const SOURCES = { 'logs.sources': LOG_SOURCES, traces: TRACE_SOURCES, metrics: METRIC_SOURCES };

export interface LoadOptions {
  /** The file, or null for none: then everything is its default. */
  readonly path: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A flag beats the environment, the environment beats the file. */
  readonly flags?: { readonly listen?: string | undefined; readonly dataDir?: string | undefined };
  readonly readFile?: (path: string) => string;
  /** For what sends nothing: secrets that are missing are warned of only. */
  readonly withoutSecrets?: boolean;
  /** Warns of windows that are over by then; null, as for what replays the past: of none. */
  readonly now?: Instant | null;
}

/** Reads the configuration. Throws a `ConfigError` that holds every problem there is. */
export function loadConfig(options: LoadOptions): Config {
  const { path, env, flags = {}, readFile = (file) => readFileSync(file, 'utf8'), withoutSecrets = false, now = null } = options;
  const problems = new ProblemList();
  const redactions: Redaction[] = [];
  const overrides = readOverrides(env, flags, problems);
  const written = path === null ? {} : readYamlTree(readText(path, readFile), problems);
  const input = written && readTree(written, { path: path ?? '.', env, readFile, withoutSecrets, problems, redactions });
  if (input === null || problems.problems.length > 0) {
    throw new ConfigError(path, hideSecrets(problems.problems, redactions));
  }
  warnAmbiguous(input, problems);
  warnIdle(input, now, problems);
  const policy = toPolicy(input, NOTIFIERS);
  for (const { path: place, message, remedy } of unheard(compilePolicy(policy))) problems.warn(place, message, remedy);
  return toConfig(path, input, policy, overrides, hideSecrets(problems.warnings, redactions));
}

function hideSecrets(problems: readonly Problem[], redactions: readonly Redaction[]): Problem[] {
  return problems.map((problem) => ({
    ...problem,
    message: redact(problem.message, redactions),
    remedy: redact(problem.remedy, redactions),
  }));
}

function readText(path: string, readFile: (path: string) => string): string {
  try {
    return readFile(path);
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const message = isMissing
      ? 'there is no such file'
      : `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    const remedy = 'name an existing file with --config or TOCSIN_CONFIG';
    throw new ConfigError(path, [{ line: 0, column: 0, path, message, remedy }], true);
  }
}

function readTree(
  written: Tree,
  { path, ...sources }: Omit<Sources, 'file' | 'secretKind'> & { readonly path: string },
): ConfigInput | null {
  const { problems } = sources;
  const tree = fillIn(written, { ...sources, file: path, secretKind: secretKeys(NOTIFIERS, SOURCES) });
  const whole = withConsole(tree, problems);
  const input = checkSchema(configSchema(NOTIFIERS), whole, problems);
  crossCheck(whole, problems);
  return input;
}

/** Without receivers there is `console`; without a route everything goes to it. */
function withConsole(tree: Tree, problems: ProblemList): Tree {
  const { receivers = [{ name: 'console', console_configs: [{}] }], route } = tree;
  if (route !== undefined) return { ...tree, receivers };
  const first: unknown = Array.isArray(receivers) ? receivers[0] : undefined;
  const receiver = isTree(first) && typeof first.name === 'string' ? first.name : 'console';
  if (tree.receivers !== undefined) {
    problems.add(['receivers'], 'no route leads to any of them', `add \`route: { receiver: ${receiver} }\``);
  }
  return { ...tree, receivers, route: { receiver } };
}

function toConfig(
  file: string | null,
  input: ConfigInput,
  policy: PolicySource,
  overrides: Overrides,
  warnings: readonly Problem[],
): Config {
  const { server } = input;
  return {
    file,
    server: {
      listen: overrides.listen ?? server.listen,
      externalUrl: server.external_url ?? null,
      apiTokens: server.api_tokens,
      maxBody: server.max_body,
      allowAnonymous: server.allow_anonymous,
    },
    database: { url: overrides.databaseUrl ?? input.database.url ?? null, dataDir: overrides.dataDir ?? input.database.data_dir },
    integrations: input.integrations.map(({ name, type, token, basic_auth, labels }) => ({
      name,
      type,
      token: token ?? null,
      basicAuth: basic_auth ?? null,
      labels,
    })),
    receivers: input.receivers.map((receiver) => ({
      name: receiver.name,
      targets: targetsOf(receiver, input, NOTIFIERS).map(({ id, notifier, config }) => ({ id, notifier, config })),
    })),
    pagerduty: { eventsUrl: input.pagerduty.events_url, rest: restOf(input.pagerduty) },
    slack: { apiUrl: input.slack.api_url, botToken: input.slack.bot_token ?? null },
    evidence: toEvidence(input),
    telemetry: { logLevel: input.telemetry.log_level },
    policy,
    warnings,
  };
}

/** The schema and the cross-checks have seen to it that both are there, or neither. */
function restOf({ api_url: url, api_token: token, from }: ConfigInput['pagerduty']): PagerDutyRest | null {
  return token === undefined || from === undefined ? null : { url, token, from };
}
