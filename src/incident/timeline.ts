import type { Instant } from '../alert/timestamp.ts';

export type TimelineType = 'alert' | 'decision' | 'page' | 'delivery' | 'ack' | 'severity' | 'status' | 'note' | 'evidence';

/** One line of an incident's story. Rows are added, never changed. */
export interface TimelineRow {
  /** `p{position}.{seq}` for what the engine decided, `s{delivery}.…` for what was sent and answered. */
  readonly id: string;
  readonly incident: number;
  /** When it happened, by the clock named in `clockSource`. */
  readonly at: Instant;
  readonly recordedAt: Instant;
  readonly clockSource: 'event' | 'provider' | 'received' | 'human';
  readonly type: TimelineType;
  /** A person, `tocsin`, or the integration or receiver that said so. */
  readonly actor: string;
  readonly source: string;
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
}
