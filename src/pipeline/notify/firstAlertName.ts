import { alertName } from '../../alert/alert.ts';
import type { IncidentView } from './notifier.ts';
import { oneLine } from './oneLine.ts';

/** The alertname of what fires (of the first, where several do); the incident's title where no alert is known. */
export function firstAlertName(incident: IncidentView, max: number): string {
  const first = incident.alerts[0];
  const name = oneLine(first ? alertName(first.labels) : incident.title, max);
  return name === '' ? `incident ${incident.number}` : name;
}
