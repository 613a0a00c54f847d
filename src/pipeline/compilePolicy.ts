import { createHash } from 'node:crypto';
import { type Matcher, parseMatchers } from '../alert/matcher.ts';
import type { Severity } from '../alert/severity.ts';
import type { GroupingRule, IntegrationPolicy, PolicySource, ReceiverPolicy, Target } from './policy.ts';
import { type CompiledRoute, compileRoute } from './route/compileRoute.ts';

/** A policy as the stages use it: looked up by name, matchers compiled. Nothing in it changes. */
export interface Policy {
  readonly source: PolicySource;
  /** SHA-256 (hex) of the source as canonical JSON: equal exactly when the policies are. */
  readonly hash: string;
  readonly severities: ReadonlyMap<string, Severity>;
  /** The last one matches everything. */
  readonly grouping: readonly CompiledGrouping[];
  readonly route: CompiledRoute;
  readonly receivers: ReadonlyMap<string, ReceiverPolicy>;
  readonly targets: ReadonlyMap<string, Target>;
  readonly integrations: ReadonlyMap<string, IntegrationPolicy>;
  readonly repeatIntervalMs: number;
  readonly alarmReceiver: string | null;
}

export interface CompiledGrouping extends Omit<GroupingRule, 'matchers'> {
  readonly matchers: readonly Matcher[];
}

/** Throws `MatcherError` where a matcher of the source cannot be read. */
export function compilePolicy(source: PolicySource): Policy {
  return {
    source,
    hash: createHash('sha256').update(canonicalJson(source)).digest('hex'),
    severities: new Map(Object.entries(source.severities)),
    grouping: source.grouping.map((rule) => ({ ...rule, matchers: rule.matchers.flatMap((text) => parseMatchers(text)) })),
    route: compileRoute(source.route),
    receivers: new Map(source.receivers.map((receiver) => [receiver.name, receiver])),
    targets: new Map(source.receivers.flatMap(({ targets }) => targets.map((target) => [target.id, target] as const))),
    integrations: new Map(source.integrations.map((integration) => [integration.name, integration])),
    repeatIntervalMs: source.repeatIntervalMs,
    alarmReceiver: source.alarmReceiver,
  };
}

/** JSON with the keys of every object in order, so that a policy read back from jsonb has the same text. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
}
