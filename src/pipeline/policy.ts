import type { Severity } from '../alert/severity.ts';
import type { TimeIntervalSource } from '../calendar/timeIntervalSource.ts';
import type { Sign, Urgency } from '../incident/incident.ts';
import type { DependenciesPolicy } from './dependenciesPolicy.ts';
import type { IdentifySource, ServiceSource } from './group/identifyKnown.ts';
import type { KindRule } from './noise/kindOfRules.ts';

/**
 * The part of the configuration that decisions read: plain JSON, no secrets, matchers as they were written. It is what
 * a `policy` entry of the journal holds, so that a replay decides with the rules of that hour.
 * `compilePolicy` makes the thing that the stages use.
 */
export interface PolicySource {
  readonly integrations: readonly IntegrationPolicy[];
  /** Words of the `severity` label, lower case, beside the built-in table. */
  readonly severities: Readonly<Record<string, Severity>>;
  /** First match decides; the last one has no matchers, so that every alert has a group. */
  readonly grouping: readonly GroupingRule[];
  readonly repeatIntervalMs: number;
  readonly identify: IdentifySource;
  readonly services: readonly ServiceSource[];
  readonly kinds: readonly KindRule[];
  readonly maintenance: readonly MaintenanceWindow[];
  readonly noise: NoisePolicy;
  /** First match decides. */
  readonly heartbeats: readonly HeartbeatRule[];
  /** Null: everything is high. */
  readonly urgency: UrgencyPolicy | null;
  readonly timeIntervals: readonly TimeIntervalSource[];
  readonly silences: { readonly maxDurationMs: number };
  readonly route: RouteNode;
  readonly receivers: readonly ReceiverPolicy[];
  readonly alarmReceiver: string | null;
}

export interface IntegrationPolicy {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface GroupingRule {
  /** Alertmanager's matchers, either syntax; empty matches everything. */
  readonly matchers: readonly string[];
  /** `sender`: the group labels the sender gave; else label names, `['...']` being all of them. */
  readonly groupBy: 'sender' | readonly string[];
  readonly groupWaitMs: number;
  readonly reopenWindowMs: number;
}

/** Announced work: what matches is not told between `start` and `end` (milliseconds since the epoch), nor in the grace after it. */
export interface MaintenanceWindow {
  readonly start: number;
  readonly end: number;
  readonly matchers: readonly string[];
  readonly graceMs: number;
}

/** A dead man's switch: an alert that must keep coming. */
export interface HeartbeatRule {
  readonly name: string;
  readonly matchers: readonly string[];
  /** Label names: each combination of their values is a switch of its own. */
  readonly by: readonly string[];
  /** How often it comes, and how much later than that it may be. */
  readonly everyMs: number;
  readonly graceMs: number;
  /** Of the incident that its absence opens. */
  readonly severity: Severity;
}

/** An empty list or null is a rule that is off. */
export interface NoisePolicy {
  readonly inhibitRules: readonly InhibitRule[];
  /** First match decides. */
  readonly holdDown: readonly HoldDownRule[];
  readonly dependencies: DependenciesPolicy | null;
  readonly sameHost: { readonly windowMs: number } | null;
  readonly together?: readonly TogetherRule[];
  readonly flapping: FlappingPolicy | null;
  readonly storm: StormPolicy | null;
  readonly changes?: ChangesPolicy | null;
  readonly throttle?: ThrottlePolicy | null;
}

/** What fits is told when it has fired for so long: counted from its beginning, or from when it was first heard of. */
export interface HoldDownRule {
  readonly matchers: readonly string[];
  readonly forMs: number;
  readonly since?: 'started' | 'heard';
}

/** What begins to fire within `windowMs` after a change of its service waits for a second sign, for `holdMs` at most. */
export interface ChangesPolicy {
  readonly windowMs: number;
  readonly holdMs: number;
}

/** A receiver is told so often within the window, criticals aside; the rest is told in one digest. */
export interface ThrottlePolicy {
  readonly windowMs: number;
  readonly notifications: number;
}

/** So many openings and endings of an incident within the window are flapping, until it has been calm for a while. */
export interface FlappingPolicy {
  readonly windowMs: number;
  readonly changes: number;
  readonly calmMs: number;
  /** What has fired for longer than this on end does not count. Undefined: however long it fires, it does. */
  readonly shorterThanMs?: number;
  /** What flaps is told all the same while an alert of another name in its incident began this close to it. */
  readonly secondSignMs?: number;
}

/** More new alerts than `alerts` within the window, with the same values of the `by` labels, are a storm. */
export interface StormPolicy {
  readonly alerts: number;
  readonly windowMs: number;
  readonly by: readonly string[];
  /** It is over when it has been calm for so long. */
  readonly holdMs: number;
}

/** Alertmanager's: while a source fires, no target with the same values of the `equal` labels is told. */
export interface InhibitRule {
  readonly sourceMatchers: readonly string[];
  readonly targetMatchers: readonly string[];
  readonly equal: readonly string[];
}

/** What fits the target joins the incident of a source with the same values of the `equal` labels, for `windowMs` after it. */
export interface TogetherRule extends InhibitRule {
  readonly windowMs: number;
}

/** How urgent an incident is, by its alerts; plain JSON. */
export interface UrgencyPolicy {
  /** First match decides. */
  readonly rules: readonly UrgencyRule[];
  /** For what no rule matches. */
  readonly default: Urgency;
  /**
   * What begins so long before or after somebody was woken for what it hangs together with wakes nobody while they are awake, which
   * is so for `longestMs` at most; undefined: each incident wakes somebody.
   */
  readonly awake?: { readonly withinMs: number; readonly longestMs: number };
}

export interface UrgencyRule {
  /** Alertmanager's matchers; empty matches everything. */
  readonly matchers: readonly string[];
  /** Empty: every kind. */
  readonly kinds: readonly Sign['kind'][];
  readonly urgency: Urgency;
  /** Until it is met the rule decides low. */
  readonly when: UrgencyCondition | null;
}

/**
 * A second sign within so many milliseconds; so many services of the incident; or, where at least so many services depend on the
 * alert's, a sign of one of them (fewer: it is met at once).
 */
export type UrgencyCondition =
  | { readonly secondSignMs: number }
  | { readonly services: number; readonly withinMs: number }
  | { readonly dependants: number; readonly withinMs: number };

/** Every rule off. */
export const NO_RULES = {
  identify: { service: [], host: [], cluster: [] },
  services: [],
  kinds: [],
  maintenance: [],
  noise: { inhibitRules: [], holdDown: [], dependencies: null, sameHost: null, flapping: null, storm: null },
  urgency: null,
  heartbeats: [],
  timeIntervals: [],
  silences: { maxDurationMs: 30 * 86_400_000 },
} as const satisfies Partial<PolicySource>;

/** A node of Alertmanager's routing tree. */
export interface RouteNode {
  /** Set on the root; a child without one takes its parent's. */
  readonly receiver: string;
  readonly matchers: readonly string[];
  readonly continue: boolean;
  /** Names of `timeIntervals`; not inherited. */
  readonly muteTimeIntervals: readonly string[];
  readonly activeTimeIntervals: readonly string[];
  readonly routes: readonly RouteNode[];
}

/** A route that says nothing of its own: where nodes are made in code. */
export const PLAIN_ROUTE = {
  matchers: [],
  continue: false,
  muteTimeIntervals: [],
  activeTimeIntervals: [],
  routes: [],
} as const satisfies Partial<RouteNode>;

export interface ReceiverPolicy {
  readonly name: string;
  readonly targets: readonly Target[];
}

export const NOTIFIER_NAMES = ['pagerduty', 'slack', 'webhook', 'console'] as const;
export type NotifierName = (typeof NOTIFIER_NAMES)[number];

/** One `*_configs` element of a receiver: the unit that a delivery goes to. */
export interface Target {
  /** `receiver/notifier/index`, e.g. `payments-oncall/pagerduty/0`. */
  readonly id: string;
  readonly receiver: string;
  readonly notifier: NotifierName;
  readonly sendResolved: boolean;
  /** The urgencies of incidents that it is told of. */
  readonly urgencies: readonly Urgency[];
  /** It can be told more of an incident that stands there, beside how that stands: PagerDuty's notes, with an API token. */
  readonly takesNotes?: boolean;
  /** Tells two credentials apart without holding either: a hash of the routing key, channel or URL. */
  readonly account: string;
}

/** The integration under which Tocsin's own alerts stand: no configured one has its name. */
export const OWN_INTEGRATION = 'tocsin';

/** Where Tocsin's own troubles are told when no configured receiver can take them. */
export const CONSOLE_OF_LAST_RESORT: Target = {
  id: 'tocsin/console/0',
  receiver: 'tocsin',
  notifier: 'console',
  sendResolved: true,
  urgencies: ['high', 'low'],

  account: 'console',
};
