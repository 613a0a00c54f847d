import type { Urgency } from '../incident/incident.ts';
import type { Asked } from './asked.ts';
import { urgencyOfAsked } from './urgencyOfAsked.ts';

/** How urgent its incident is when an alert is told: what is held has no say until nothing holds it. */
export function urgencyOnceFree(asked: Asked): Urgency {
  return asked.urgency === 'high' || asked.onceFree ? 'high' : urgencyOfAsked(asked).urgency;
}
