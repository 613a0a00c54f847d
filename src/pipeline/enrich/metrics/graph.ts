import type { Instant } from '../../../alert/timestamp.ts';
import type { Redacted } from '../../../redact/redacted.ts';

/** What is drawn: names and title have been through the redactor. */
export interface Graph {
  readonly title: Redacted;
  /** At most ten. */
  readonly series: readonly { readonly name: Redacted; readonly points: readonly (readonly [Instant, number])[] }[];
  readonly stepSeconds: number;
  readonly window: { readonly from: Instant; readonly to: Instant };
  readonly firedAt: Instant;
  readonly threshold: number | null;
  /** Series that are not drawn. */
  readonly leftOut: number;
  /** The zone that the times are written in, as IANA names it. */
  readonly zone: string;
  /** A line below it: how new it is, or why it is not. */
  readonly remark?: Redacted;
}
