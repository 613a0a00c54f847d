import type { Alert } from '../alert/alert.ts';
import type { Labels } from '../alert/labels.ts';
import type { Severity } from '../alert/severity.ts';
import type { Instant } from '../alert/timestamp.ts';
import type { PolicySource } from './policy.ts';

/** One alert of a webhook with what the policy makes of it before any state is looked at. */
export interface Sighted {
  readonly alert: Alert;
  readonly severity: Severity;
  readonly group: GroupChoice;
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
  | { readonly kind: 'policy'; readonly policy: PolicySource }
  /** A new policy may route what no receiver took: these open incidents are looked at again. */
  | { readonly kind: 'rejudge'; readonly incidents: readonly number[] }
  | { readonly kind: 'tick' }
  | { readonly kind: 'engine_started'; readonly version: string }
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
