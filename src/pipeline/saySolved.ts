import type { Incident } from '../incident/incident.ts';
import type { Workspace } from './workspace.ts';

/** Writes on the timeline that an incident is over, and why. */
export function saySolved(work: Workspace, incident: Incident, why: string): void {
  work.say({
    incident: incident.number,
    clockSource: 'received',
    type: 'status',
    actor: incident.resolvedBy === 'alerts' ? 'tocsin' : (incident.resolvedBy ?? 'tocsin'),
    source: incident.resolvedBy === 'alerts' ? 'alertmanager' : 'api',
    text: `Resolved: ${why}`,
    data: { status: 'resolved' },
  });
}
