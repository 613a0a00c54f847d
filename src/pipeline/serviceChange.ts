import type { Labels } from '../alert/labels.ts';
import type { Instant } from '../alert/timestamp.ts';

/** Something that was changed in what runs: a deployment, a migration, a switch that was thrown. */
export interface ServiceChange {
  /** A UUID, chosen when it was taken in. */
  readonly id: string;
  readonly service: string;
  /** Empty: in every cluster. */
  readonly cluster: string;
  /** When it began. */
  readonly at: Instant;
  /** Null: it took no time, or that is not known. */
  readonly endedAt: Instant | null;
  readonly summary: string;
  readonly version: string | null;
  readonly url: string | null;
  readonly labels: Labels;
  /** Who said so. */
  readonly by: string;
}
