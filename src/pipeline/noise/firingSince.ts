import type { Episode } from '../../alert/alert.ts';
import { type Instant, instantOf } from '../../alert/timestamp.ts';

/** Since when an alert fires. A sender's clock may be ahead: then it is counted from when the alert was first heard of. */
export function firingSince({ startsAt, receivedAt }: Episode): Instant {
  return Math.min(instantOf(startsAt), receivedAt);
}
