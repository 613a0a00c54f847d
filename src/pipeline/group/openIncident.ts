import type { Incident } from '../../incident/incident.ts';
import type { Workspace } from '../workspace.ts';

/** An incident that other alerts may join, to be looked at; null: it is over, is Tocsin's own, or was not loaded. */
export function openIncident(work: Workspace, number: number): Readonly<Incident> | null {
  const incident = work.look(number);
  return incident && incident.status !== 'resolved' && !incident.alarm ? incident : null;
}
