import type { Labels } from '../alert/labels.ts';
import type { Instant } from '../alert/timestamp.ts';
import type { TimeRangeSource } from '../calendar/timeIntervalSource.ts';

export const SILENCE_SOURCES = ['api', 'cli', 'amtool', 'slack', 'web'] as const;
export type SilenceSource = (typeof SILENCE_SOURCES)[number];

export type SilenceState = 'pending' | 'active' | 'expired';

/** A matcher as Alertmanager's API v2 has it: `=` is equal and no regex, `!~` a regex and not equal. */
export interface SilenceMatcher {
  readonly name: string;
  readonly value: string;
  readonly isRegex: boolean;
  readonly isEqual: boolean;
}

/** When a recurring silence silences: within any of these. Outside of them it lets go. */
export interface Recurrence {
  /** Names of the configuration's `time_intervals`. One that is no longer configured never holds. */
  readonly names: readonly string[];
  readonly ranges: readonly TimeRangeSource[];
  /** Names and ranges as they were written, for people to read. */
  readonly written: readonly unknown[];
}

/** Alerts that all of `matchers` fit tell nobody from `startsAt` until before `endsAt`. */
export interface Silence {
  readonly id: string;
  readonly matchers: readonly SilenceMatcher[];
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly createdBy: string;
  readonly comment: string;
  /** What other programs keep with it, as Alertmanager's API takes it; nothing here reads it. */
  readonly annotations: Labels;
  readonly updatedAt: Instant;
  readonly source: SilenceSource;
  /** Null: all the time. */
  readonly recurrence: Recurrence | null;
  /** It expires as soon as none of the alerts that it fits fires any more, after at least one did. */
  readonly expiresWhenResolved: boolean;
  /** When its end was settled: what it held is judged again from then on. Null: it is pending or active, or just over. */
  readonly endedAt: Instant | null;
  /** Why it ends before its time, as people read it; once `endedAt` is set, why it ended. */
  readonly endedBecause: string | null;
  /** How many firings (episodes) it has hidden. */
  readonly hidden: number;
  /** Of those: how many fire and are held by it now. */
  readonly hiding: number;
  /** The first ten names of what it has hidden. */
  readonly hiddenNames: readonly string[];
  /** The first hundred incidents that it held alerts of. */
  readonly incidents: readonly number[];
}

export function silenceState(silence: Pick<Silence, 'startsAt' | 'endsAt' | 'endedAt'>, now: Instant): SilenceState {
  if (silence.endedAt !== null || now >= silence.endsAt) return 'expired';
  return now < silence.startsAt ? 'pending' : 'active';
}
