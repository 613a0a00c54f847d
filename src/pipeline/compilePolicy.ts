import { createHash } from 'node:crypto';
import { type Matcher, parseMatchers } from '../alert/matcher.ts';
import type { Severity } from '../alert/severity.ts';
import { type CompiledTimeInterval, compileTimeInterval } from '../calendar/timeInterval.ts';
import { makeRedactor, type Redactor } from '../redact/redactor.ts';
import { canonicalJson } from './canonicalJson.ts';
import { compileKnown, type Known } from './group/identifyKnown.ts';
import { type ServiceGraph, serviceGraph } from './group/serviceGraph.ts';
import { type CompiledKinds, compileKinds } from './noise/kindOfRules.ts';
import { type CompiledUrgencyRule, compileUrgency } from './noise/urgencyRule.ts';
import type {
  ChangesPolicy,
  GroupingRule,
  HeartbeatRule,
  HoldDownRule,
  InhibitRule,
  IntegrationPolicy,
  MaintenanceWindow,
  PolicySource,
  ReceiverPolicy,
  RouteNode,
  Target,
  ThrottlePolicy,
  UrgencyPolicy,
} from './policy.ts';
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
  readonly timeIntervals: ReadonlyMap<string, CompiledTimeInterval>;
  readonly maintenance: readonly CompiledMaintenance[];
  readonly inhibitRules: readonly CompiledInhibitRule[];
  readonly holdDown: readonly CompiledHoldDown[];
  readonly heartbeats: readonly CompiledHeartbeat[];
  readonly dependencies: PolicySource['noise']['dependencies'];
  readonly sameHost: PolicySource['noise']['sameHost'];
  readonly together: readonly CompiledTogetherRule[];
  readonly flapping: PolicySource['noise']['flapping'];
  readonly storm: PolicySource['noise']['storm'];
  readonly changes: ChangesPolicy | null;
  readonly throttle: ThrottlePolicy | null;
  readonly known: Known;
  readonly graph: ServiceGraph;
  readonly kinds: CompiledKinds;
  /** Null: everything is high. */
  readonly urgency:
    | (Omit<UrgencyPolicy, 'rules'> & {
        readonly rules: readonly CompiledUrgencyRule[];
        /** Whether a rule asks for something that is not a label of the alert. */
        readonly byContext: boolean;
      })
    | null;
  /** Whether a route asks for something that is not a label of the alert: `team`, `tier` or `urgency`. */
  readonly routesByContext: boolean;
  readonly routesByUrgency: boolean;
  readonly alarmReceiver: string | null;
  readonly redactor: Redactor;
}

export interface CompiledGrouping extends Omit<GroupingRule, 'matchers'> {
  readonly matchers: readonly Matcher[];
}

export interface CompiledHoldDown extends Omit<HoldDownRule, 'matchers'> {
  readonly matchers: readonly Matcher[];
  readonly path: string;
}

export interface CompiledHeartbeat extends Omit<HeartbeatRule, 'matchers'> {
  readonly matchers: readonly Matcher[];
}

export interface CompiledInhibitRule {
  /** Names the rule in marks; the same after a reload that does not change it. */
  readonly key: string;
  readonly path: string;
  readonly source: readonly Matcher[];
  readonly target: readonly Matcher[];
  readonly equal: readonly string[];
}

export interface CompiledTogetherRule extends CompiledInhibitRule {
  readonly windowMs: number;
}

export interface CompiledMaintenance extends Omit<MaintenanceWindow, 'matchers'> {
  readonly matchers: readonly Matcher[];
  /** Names the window in what is held by it; the same after a reload that does not change it. */
  readonly key: string;
}

const USUAL_REDACTION = { emails: true, cardNumbers: true, extra: [] };

/** Throws `MatcherError` where a matcher of the source cannot be read. */
export function compilePolicy(source: PolicySource): Policy {
  const timeIntervals = new Map(source.timeIntervals.map((interval) => [interval.name, compileTimeInterval(interval)]));
  return {
    source,
    hash: sha256(canonicalJson(source)),
    severities: new Map(Object.entries(source.severities)),
    grouping: source.grouping.map((rule) => ({ ...rule, matchers: compileMatchers(rule.matchers) })),
    maintenance: source.maintenance.map((window) => ({
      ...window,
      matchers: compileMatchers(window.matchers),
      key: `maintenance:${sha256(canonicalJson(window)).slice(0, 16)}`,
    })),
    inhibitRules: source.noise.inhibitRules.map((rule, i) => compileBetween(rule, `noise.inhibit_rules[${i}]`)),
    together: (source.noise.together ?? []).map((rule, i) => ({
      ...compileBetween(rule, `noise.together[${i}]`),
      windowMs: rule.windowMs,
    })),
    holdDown: source.noise.holdDown.map((rule, i) => ({
      ...rule,
      matchers: compileMatchers(rule.matchers),
      path: `noise.hold_down[${i}]`,
    })),
    timeIntervals,
    route: compileRoute(source.route, timeIntervals),
    heartbeats: source.heartbeats.map((rule) => ({ ...rule, matchers: compileMatchers(rule.matchers) })),
    receivers: new Map(source.receivers.map((receiver) => [receiver.name, receiver])),
    targets: new Map(source.receivers.flatMap(({ targets }) => targets.map((target) => [target.id, target] as const))),
    integrations: new Map(source.integrations.map((integration) => [integration.name, integration])),
    dependencies: source.noise.dependencies,
    sameHost: source.noise.sameHost,
    flapping: source.noise.flapping,
    storm: source.noise.storm,
    changes: source.noise.changes ?? null,
    throttle: source.noise.throttle ?? null,
    known: compileKnown(source.identify, source.services),
    graph: serviceGraph(source.services),
    kinds: compileKinds(source.kinds),
    urgency: source.urgency && compileUrgencies(source.urgency),
    routesByContext: asksFor(source.route, CONTEXT),
    routesByUrgency: asksFor(source.route, /^urgency$/),
    repeatIntervalMs: source.repeatIntervalMs,
    alarmReceiver: source.alarmReceiver,
    redactor: makeRedactor(source.redact ?? USUAL_REDACTION),
  };
}

/** What `subjectOf.ts` adds to the labels of an alert. */
const CONTEXT = /^(?:team|tier|urgency)$/;

function compileUrgencies(source: NonNullable<PolicySource['urgency']>): Policy['urgency'] {
  const rules = compileUrgency(source.rules);
  return {
    ...source,
    rules,
    byContext: rules.some(({ matchers }) => matchers.some(({ name }) => CONTEXT.test(name))),
  };
}

function compileBetween(rule: InhibitRule, path: string): CompiledInhibitRule {
  return {
    key: sha256(canonicalJson(rule)).slice(0, 16),
    path,
    source: compileMatchers(rule.sourceMatchers),
    target: compileMatchers(rule.targetMatchers),
    equal: [...rule.equal].sort(),
  };
}

function asksFor(node: RouteNode, name: RegExp): boolean {
  const own = node.matchers.some((text) => parseMatchers(text).some((matcher) => name.test(matcher.name)));
  return own || node.routes.some((child) => asksFor(child, name));
}

function compileMatchers(texts: readonly string[]): Matcher[] {
  return texts.flatMap((text) => parseMatchers(text));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
