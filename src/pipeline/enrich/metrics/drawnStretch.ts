import type { Instant } from '../../../alert/timestamp.ts';
import type { Subject } from '../subject.ts';

const BEFORE_MS = 3_600_000;
const LEAST_STEP_S = 15;
/** A point every few pixels. Prometheus refuses more than 11 000 of them. */
const POINTS = 250;

/** What is drawn: from an hour before the alert began until now, on whole steps. */
export function drawnStretch({ startedAt, now }: Pick<Subject, 'startedAt' | 'now'>): {
  readonly from: Instant;
  readonly to: Instant;
  readonly stepSeconds: number;
} {
  const from = startedAt - BEFORE_MS;
  const to = Math.max(now, startedAt);
  const stepSeconds = Math.max(LEAST_STEP_S, Math.ceil((to - from) / 1_000 / POINTS));
  const stepMs = stepSeconds * 1_000;
  return { from: Math.floor(from / stepMs) * stepMs, to: Math.floor(to / stepMs) * stepMs, stepSeconds };
}
