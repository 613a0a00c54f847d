import type { Instant } from '../../../alert/timestamp.ts';
import type { Limits, Subject } from '../subject.ts';

/** One line of a graph. Its name comes from outside: nothing but the redactor may see it. */
export interface RawSerie {
  readonly name: string;
  /** In order of time. What is not a number (`NaN`, `+Inf`) is there and is drawn as a gap; what is missing is a gap too. */
  readonly points: readonly (readonly [Instant, number])[];
}

export interface RawSeries {
  /** What was asked, as it was sent. */
  readonly query: string;
  /** Seconds between two points. */
  readonly stepSeconds: number;
  /** The stretch of time that was asked for. */
  readonly window: { readonly from: Instant; readonly to: Instant };
  /** At most {@link MOST_SERIES}; those of the alert itself, where there are such. */
  readonly series: readonly RawSerie[];
  /** How many more there are. */
  readonly leftOut: number;
  /** What the rule compares with; null where it does not show. */
  readonly threshold: number | null;
  /** Why this may not be all of it, in the source's words; null: it is. Comes from outside. */
  readonly partial: string | null;
}

/** More lines are not told apart. */
export const MOST_SERIES = 10;

/** What an alert speaks of, as numbers over time. */
export interface MetricSource {
  /** Null where this alert is none of this source's: there is nothing to ask. Throws `SourceError`. */
  draw(subject: Subject, ask: { readonly limits: Limits }): Promise<RawSeries | null>;
}
