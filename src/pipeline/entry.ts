import type { Alert } from '../alert/alert.ts';
import type { Labels } from '../alert/labels.ts';
import type { Severity } from '../alert/severity.ts';
import type { Instant } from '../alert/timestamp.ts';
import type { Silence } from '../silence/silence.ts';
import type { HeartbeatRule, PolicySource } from './policy.ts';
import type { RuleFailure } from './ruleFailure.ts';
import type { ServiceChange } from './serviceChange.ts';

/** One alert of a webhook with what the policy makes of it before any state is looked at. */
export interface Sighted {
  readonly alert: Alert;
  readonly severity: Severity;
  readonly group: GroupChoice;
  /** Set where the alert is a heartbeat: it opens no incident, but must keep coming. */
  readonly heartbeat?: HeartbeatSwitch;
  /** What could not be asked for it. */
  readonly failed?: readonly RuleFailure[];
}

/** One dead man's switch: a heartbeat with the values of its `by` labels. */
export interface HeartbeatSwitch {
  readonly heartbeat: Omit<HeartbeatRule, 'matchers'>;
  /** `heartbeat:NAME:VALUES`: its timer, what is remembered of it, and the group of the incident of its absence. */
  readonly key: string;
  /** The fingerprint of its absence, which is an alert of `OWN_INTEGRATION`. */
  readonly mark: string;
  /** The `by` labels that have a value, and `heartbeat` for the name. */
  readonly labels: Labels;
}

/** Which incident an alert belongs to, if it opens or joins one. */
export interface GroupChoice {
  /** Hash of the rule's label values. */
  readonly key: string;
  readonly labels: Labels;
  readonly groupWaitMs: number;
  readonly reopenWindowMs: number;
  /** Which grouping rule says so; null where none was asked. */
  readonly rule: number | null;
}

/** A silence that is new, or takes the place of another. */
export interface SilenceSet
  extends Pick<
    Silence,
    'matchers' | 'endsAt' | 'createdBy' | 'comment' | 'annotations' | 'source' | 'recurrence' | 'expiresWhenResolved'
  > {
  readonly kind: 'silence_set';
  /** The id it gets, unless it is a change that leaves `replaces` the same silence (`silence/keepsId.ts`). */
  readonly silence: string;
  readonly replaces: string | null;
  /** Null: that of what it replaces, or now. */
  readonly startsAt: Instant | null;
}

/** What was given to the journal, read and cleaned, without its place in it. */
export type EntryContent =
  | {
      readonly kind: 'webhook';
      readonly integration: string;
      readonly alerts: readonly Sighted[];
      readonly rejected: readonly { readonly index: number; readonly error: string }[];
      /** Hash of the sender's group and how many of its alerts the sender left out. */
      readonly senderGroup: string;
      readonly truncated: number;
    }
  | { readonly kind: 'unreadable'; readonly integration: string; readonly error: string }
  | { readonly kind: 'acknowledge' | 'resolve'; readonly incident: number; readonly by: string }
  | { readonly kind: 'note'; readonly incident: number; readonly by: string; readonly text: string }
  | SilenceSet
  | { readonly kind: 'silence_expire'; readonly silence: string; readonly by: string }
  /** Deployments and the like that happened, perhaps some time ago. */
  | { readonly kind: 'change'; readonly changes: readonly ServiceChange[] }
  | { readonly kind: 'policy'; readonly policy: PolicySource }
  /** A new policy may route what no receiver took: these open incidents are looked at again. */
  | { readonly kind: 'rejudge'; readonly incidents: readonly number[] }
  /** Evidence for one opening of an incident has been written down. `text` says in a line what there is, without secrets. */
  | {
      readonly kind: 'evidence';
      readonly incident: number;
      readonly opening: number;
      readonly text: string;
      readonly hasFiles: boolean;
    }
  | { readonly kind: 'tick' }
  /** `startedAt`: by the clock. Logical time comes after it where many timers were overdue, which are fired one batch after another. */
  | { readonly kind: 'engine_started'; readonly version: string; readonly startedAt?: Instant }
  | { readonly kind: 'clock_step'; readonly byMs: number }
  | {
      readonly kind: 'delivery_dead';
      readonly delivery: number;
      readonly incident: number;
      readonly target: string;
      readonly reason: string;
    }
  | { readonly kind: 'receiver_broken'; readonly target: string; readonly incident: number; readonly reason: string }
  | { readonly kind: 'deliveries_superseded'; readonly target: string; readonly incidents: readonly number[] }
  | { readonly kind: 'sender_refused'; readonly sender: string; readonly status: number }
  /** Stamps whose counts do not add up, the first at `from` and the last at `to`; `off`: by how many alerts. */
  | {
      readonly kind: 'ledger_imbalance';
      readonly from: Instant;
      readonly to: Instant;
      readonly positions: readonly number[];
      readonly off: number;
    };

/** An entry with its place: replaying the same entries in the order of `position` gives the same decisions. */
export type Entry = {
  readonly id: string;
  readonly position: number;
  /** Logical time; never falls, but for a `clock_step`. */
  readonly at: Instant;
  readonly correlationId: string;
} & EntryContent;

export type EntryKind = EntryContent['kind'];
