import type { Episode } from '../alert/alert.ts';
import type { Severity } from '../alert/severity.ts';
import type { Instant } from '../alert/timestamp.ts';
import type { Incident, IncidentStatus } from '../incident/incident.ts';
import type { TimelineRow } from '../incident/timeline.ts';
import type { Counts } from './ledger.ts';
import type { MessageRef, Note, NotifyReason } from './notify/notifier.ts';
import type { NotifierName } from './policy.ts';
import type { Remembered } from './ruleMemory.ts';

/** The words of `by` that exist so far; more come with the rules. */
export type SuppressedBy = 'no_receiver' | 'group_wait' | NoiseWord;

/** What holds a single alert back. `hold_down` puts off, the others suppress until they end. */
export type NoiseWord = 'maintenance' | 'inhibit' | 'hold_down' | 'mute_time' | 'flapping' | 'urgency';

/** What becomes of one alert this time. `because` is shown to people. */
export type Verdict =
  | { readonly do: 'notify'; readonly reason: NotifyReason; readonly because: string }
  /** Another incident than that of its group takes it. */
  | { readonly do: 'join'; readonly by: 'dependencies' | 'same_host' | 'storm'; readonly because: string }
  | { readonly do: 'suppress'; readonly by: SuppressedBy; readonly because: string }
  | { readonly do: 'defer'; readonly by: SuppressedBy; readonly until: Instant; readonly because: string }
  | { readonly do: 'resolve'; readonly because: string };

/** What a batch touches, loaded by key. */
export interface Facts {
  /** The newest episode of each alert that the batch speaks of. */
  readonly episodes: readonly Episode[];
  /** The incidents of those episodes and of the due timers, those named by an entry, and the newest of each group. */
  readonly incidents: readonly Incident[];
  /** Due at or before the batch's last logical time. */
  readonly timers: readonly Timer[];
  /** For each due `release` timer, by its key: the alerts it judges again now, and whether more follow. */
  readonly releases: readonly ReleaseBite[];
  readonly memory: readonly Remembered[];
  readonly nextIncident: number;
  readonly nextDelivery: number;
}

/** `unmute`: more receivers of one incident may be told now. `hold`: one alert is judged again. `release`: all alerts held under what follows `release:` in its key are. */
export type TimerKind =
  | 'calm'
  | 'group_wait'
  | 'repeat'
  | 'late_firing'
  | 'alarm_expiry'
  | 'hold'
  | 'release'
  | 'rescan'
  | 'unmute';

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
  readonly timersSet: readonly Timer[];
  readonly timersCleared: readonly string[];
  /** Added to every timer that is not in `timersSet`. */
  readonly timersShiftedByMs: number;
  readonly timeline: readonly TimelineRow[];
  readonly decisions: readonly DecisionRow[];
  readonly states: readonly StateRow[];
  readonly notes: readonly NoteRow[];
  readonly rejected: readonly RejectedRow[];
  readonly nextIncident: number;
  readonly nextDelivery: number;
}
