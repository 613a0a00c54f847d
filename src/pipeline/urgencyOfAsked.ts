import type { Asked } from './asked.ts';
import { type UrgencyOpinion, urgencyOf } from './noise/urgency.ts';
import { signOf } from './signOf.ts';
import { contextLabels } from './subjectOf.ts';

/** What the urgency rules say of an alert that is asked about, as far as it speaks for itself: its incident's other signs are not known. */
export function urgencyOfAsked({ episode, severity, context, urgency }: Asked): UrgencyOpinion {
  const { policy, now } = context;
  const sign = signOf(episode, severity, policy, now);
  return urgencyOf({ labels: contextLabels(episode.labels, severity, policy, urgency), severity, sign }, [sign], policy);
}
