import type { Instant } from '../alert/timestamp.ts';
import type { Redacted } from '../redact/redacted.ts';

/** The series of an alert's own expression: what is drawn, not the picture. */
export interface GraphContent {
  readonly kind: 'graph';
  readonly title: Redacted;
  readonly series: readonly { readonly name: Redacted; readonly points: readonly (readonly [Instant, number | null])[] }[];
  /** Series that are not drawn. */
  readonly others: number;
  /** Seconds between two points. */
  readonly stepSeconds: number;
  readonly threshold: number | null;
  readonly firedAt: Instant;
}
