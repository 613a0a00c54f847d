import type { Incident } from '../../incident/incident.ts';
import type { Workspace } from '../workspace.ts';

/** An incident that other alerts may join; null: it is over, is Tocsin's own, or was not loaded. */
export function openIncident(work: Workspace, number: number): Incident | null {
  const incident = work.incident(number);
  return incident && incident.status !== 'resolved' && !incident.alarm ? incident : null;
}
