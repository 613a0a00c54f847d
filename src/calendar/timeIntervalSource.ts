/** A named stretch of the calendar, as the policy has it: plain JSON. It holds when one of its ranges does. */
export interface TimeIntervalSource {
  readonly name: string;
  readonly intervals: readonly TimeRangeSource[];
}

/**
 * Alertmanager's `time_interval`: every field that is not empty must hold, and a field holds when one of its ranges does.
 * All is asked of the wall clock and the calendar of `location`.
 */
export interface TimeRangeSource {
  /** Minutes since midnight, 0 to 1440. */
  readonly times: readonly MinuteRange[];
  /** 0 is Sunday, 6 is Saturday. */
  readonly weekdays: readonly InclusiveRange[];
  /** 1 to 31; -1 to -31 from the end of the month. Days that a month does not have are left out. */
  readonly daysOfMonth: readonly InclusiveRange[];
  /** 1 to 12. */
  readonly months: readonly InclusiveRange[];
  /** Four digits each. */
  readonly years: readonly InclusiveRange[];
  /** A name of the IANA time zone database. */
  readonly location: string;
}

/** `start` belongs to it, `end` does not; `start` is less than `end`. */
export interface MinuteRange {
  readonly start: number;
  readonly end: number;
}

/** Both ends belong to it. */
export interface InclusiveRange {
  readonly from: number;
  readonly to: number;
}
