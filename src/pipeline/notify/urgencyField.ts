import { z } from 'zod';
import type { Urgency } from '../../incident/incident.ts';

/** The key `urgency` of a `*_configs` element: the urgencies of incidents that it is told of. */
export function urgencyField(standard: readonly Urgency[]) {
  return z
    .array(z.enum(['high', 'low']))
    .min(1, 'is empty: it would never be told anything')
    .default([...standard]);
}
