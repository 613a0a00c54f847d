import type { Incident } from '../incident/incident.ts';
import type { Workspace } from './workspace.ts';

/** One of its alerts is worse than those before: on its timeline. */
export function saySeverity(work: Workspace, { number, severity }: Incident): void {
  work.say({
    incident: number,
    clockSource: 'received',
    type: 'severity',
    actor: 'tocsin',
    source: 'alertmanager',
    text: `Severity raised to ${severity}`,
    data: { severity },
  });
}
