import type { Instant } from '../alert/timestamp.ts';
import { Until } from './when.tsx';

/** A silence over an alert that was told before. */
export interface ShownQuieting {
  readonly silence: string;
  readonly createdBy: string;
  readonly comment: string;
  readonly until: Instant;
}

/** That an alert which was told is silenced by now. */
export function QuietWord({ quieting: { silence, createdBy, comment, until }, now }: { quieting: ShownQuieting; now: Instant }) {
  return (
    <p class="facts">
      <span class="badge held">
        told, now <a href={`/#silence-${silence}`}>silenced</a>
      </span>
      <bdi>
        by {createdBy}
        {comment !== '' && `: ${comment}`}
      </bdi>
      <span>its repeats are left out</span>
      <Until at={until} now={now} />
    </p>
  );
}
