import type { Episode } from '../alert/alert.ts';
import type { Severity } from '../alert/severity.ts';
import type { Instant } from '../alert/timestamp.ts';
import type { Incident, IncidentStatus } from '../incident/incident.ts';
import type { TimelineRow } from '../incident/timeline.ts';
import type { Silence } from '../silence/silence.ts';
import type { Counts } from './ledger.ts';
import type { MessageRef, Note, NotifyReason } from './notify/notifier.ts';
import type { NotifierName } from './policy.ts';
import type { RuleFailure } from './ruleFailure.ts';
import type { Remembered } from './ruleMemory.ts';
import type { ServiceChange } from './serviceChange.ts';
import type { Trace } from './trace.ts';

/** The words of `by` that exist so far; more come with the rules. */
export type SuppressedBy = 'no_receiver' | 'group_wait' | 'heartbeat' | 'throttle' | NoiseWord;

/** What holds a single alert back. `hold_down` and `changes` put off, the others suppress until they end. */
export type NoiseWord = 'silence' | 'maintenance' | 'inhibit' | 'hold_down' | 'changes' | 'mute_time' | 'flapping' | 'urgency';

/** What becomes of one alert this time. `because` is shown to people. */
export type Verdict =
  | { readonly do: 'notify'; readonly reason: NotifyReason; readonly because: string }
  /** Another incident than that of its group takes it. */
  | { readonly do: 'join'; readonly by: 'dependencies' | 'same_host' | 'together' | 'storm'; readonly because: string }
  | { readonly do: 'suppress'; readonly by: SuppressedBy; readonly because: string }
  | { readonly do: 'defer'; readonly by: SuppressedBy; readonly until: Instant; readonly because: string }
  | { readonly do: 'resolve'; readonly because: string };

/** What is looked up by key, and may be looked up at any time while the batch is decided. */
export type Lookup<K, V> = Pick<ReadonlyMap<K, V>, 'get'>;

/** What a batch touches, by key: loaded beforehand, or looked up in a store that has everything at hand. Nothing of it is changed. */
export interface Facts {
  /** By `alertKey`, the newest episode of each alert that the batch speaks of: these and no others. */
  readonly episodes: ReadonlyMap<string, Episode>;
  /** The incidents of those episodes and of the due timers, those named by an entry, and the newest of each group. */
  readonly incidents: Lookup<number, Incident>;
  /** The incidents of which every firing alert is among the episodes. */
  readonly whole: Pick<ReadonlySet<number>, 'has'>;
  /** By group key, the number of its newest incident. */
  readonly newest: Lookup<string, number>;
  /** Due at or before the batch's last logical time, and those that its alerts may move. */
  readonly timers: readonly Timer[];
  /** By key, the `group_wait` timers of the incidents that wait: to be looked up, and not fired. */
  readonly waits: Lookup<string, Timer>;
  /** For each due timer that looks at alerts in bites, by its key: the alerts it looks at now, and whether more follow. */
  readonly releases: readonly ReleaseBite[];
  readonly memory: Lookup<string, unknown>;
  /** Those whose end is not settled yet, which may be over. The same list until one of them changes. */
  readonly silences: readonly Silence[];
  readonly nextIncident: number;
  readonly nextDelivery: number;
}

/**
 * `expiry`: an alert whose sender repeats it was not repeated. `heartbeat`: one has not come in time. `unmute`: more receivers of one incident may be told now. `hold`: one
 * alert is judged again. `release`: all alerts held under what follows `release:` in its key are. `second_sign`: those of one incident
 * that wait for one. `reopened`: all of one that
 * was opened again. `raised`: one became urgent; who has not heard of it is told. `awake`: whether somebody is, for what one hangs together with. `throttle`: the receiver in its key is told what was withheld from it. `digest`: what it was told so may be
 * over. `silence_end`: a silence is over. `silence_idle`: something that one fitted has resolved; does any of it still fire?
 */
export type TimerKind =
  | 'calm'
  | 'group_wait'
  | 'repeat'
  | 'late_firing'
  | 'expiry'
  | 'alarm_expiry'
  | 'hold'
  | 'release'
  | 'rescan'
  | 'unmute'
  | 'second_sign'
  | 'reopened'
  | 'raised'
  | 'awake'
  | 'throttle'
  | 'digest'
  | 'heartbeat'
  | 'silence_end'
  | 'silence_idle';

/** What ends at an hour of the calendar ends at that hour, also when the clock is set. */
export const CALENDAR_TIMERS: readonly TimerKind[] = ['release', 'unmute', 'silence_end'];

const TAKE_BITES: readonly TimerKind[] = ['release', 'rescan', 'repeat', 'silence_end', 'silence_idle'];

/** Whether a timer needs what is read for it at the beginning of a batch. */
export function takesBite({ kind }: Pick<Timer, 'kind'>): boolean {
  return TAKE_BITES.includes(kind);
}

export interface ReleaseBite {
  readonly timer: string;
  /** `alertKey`s, in order. */
  readonly alerts: readonly string[];
  readonly more: boolean;
}

export interface Timer {
  /** Kind and subject: setting a timer replaces the one of the same key. */
  readonly key: string;
  readonly kind: TimerKind;
  readonly dueAt: Instant;
  readonly incident: number | null;
  readonly integration: string | null;
  readonly fingerprint: string | null;
}

/** What the other side of a `state` delivery shall show. */
export interface DesiredState {
  readonly opening: number;
  readonly status: IncidentStatus;
  readonly severity: Severity;
}

/** What the other side is known to show. */
export interface AcceptedState {
  readonly opening: number;
  readonly status: IncidentStatus;
  readonly severity: Severity;
  /** Earlier openings that are still open over there, to be closed once the new one stands. */
  readonly stale: readonly number[];
  /** Slack: the message that is kept. */
  readonly message: MessageRef | null;
}

/** A send that was begun and of whose end nothing is known (yet). */
export interface Attempt {
  readonly action: 'trigger' | 'acknowledge' | 'resolve' | 'post' | 'update' | 'reply';
  readonly opening: number;
  readonly since: Instant;
  /** The revision that it showed, the first time it was begun. */
  readonly revision?: number;
}

export interface StateRow {
  readonly delivery: number;
  readonly incident: number;
  readonly target: string;
  readonly notifier: NotifierName;
  readonly priority: number;
  readonly reason: NotifyReason;
  readonly desired: DesiredState;
  readonly revision: number;
  readonly dueAt: Instant;
  readonly correlationId: string;
}

export interface NoteRow {
  readonly delivery: number;
  readonly incident: number;
  readonly target: string;
  readonly notifier: NotifierName;
  readonly priority: number;
  readonly reason: NotifyReason;
  readonly note: Note;
  readonly dueAt: Instant;
  readonly correlationId: string;
}

export interface DecisionRow {
  readonly position: number;
  readonly seq: number;
  readonly at: Instant;
  readonly integration: string;
  readonly fingerprint: string;
  readonly startsAt: string;
  readonly incident: number | null;
  readonly verdict: Verdict['do'];
  /** The reason of a notification or the word of a suppression. */
  readonly reason: string;
  readonly because: string;
  /** Null where no rule was asked: the end of an alert, an alarm of our own. */
  readonly trace: Trace | null;
}

export interface RejectedRow {
  readonly position: number;
  readonly seq: number;
  readonly at: Instant;
  readonly integration: string;
  readonly error: string;
}

/** The stamp of one entry. */
export interface Stamp {
  readonly id: string;
  readonly position: number;
  readonly at: Instant;
  readonly counts: Counts;
  readonly error: string | null;
}

/** Everything a batch changes; `applyDecisions` writes it as it stands. */
export interface Decisions {
  readonly stamps: readonly Stamp[];
  /** New or changed; each is the newest of its alert. */
  readonly episodes: readonly Episode[];
  /** Episodes that are the newest of their alert no more, ended where they still fired. */
  readonly retired: readonly Episode[];
  readonly incidents: readonly Incident[];
  readonly remembered: readonly Remembered[];
  readonly forgotten: readonly string[];
  /** New or changed. */
  readonly silences: readonly Silence[];
  /** The position of the last entry that changed one; null: none did. */
  readonly silencesAt: number | null;
  readonly timersSet: readonly Timer[];
  readonly timersCleared: readonly string[];
  /** Added to every timer that is not in `timersSet`. */
  readonly timersShiftedByMs: number;
  readonly timeline: readonly TimelineRow[];
  readonly decisions: readonly DecisionRow[];
  readonly states: readonly StateRow[];
  readonly notes: readonly NoteRow[];
  readonly rejected: readonly RejectedRow[];
  readonly changes: readonly ServiceChange[];
  /** For those who run it; each is in the decisions that it had a part in, where there are any. */
  readonly failures: readonly RuleFailure[];
  /** Incidents of which all that fires has to be loaded: then it is decided once more, and this is thrown away. Mostly none. */
  readonly wanted: readonly number[];
  readonly nextIncident: number;
  readonly nextDelivery: number;
}
