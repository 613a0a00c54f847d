import { alertName } from '../../alert/alert.ts';
import { stormRemark } from '../../incident/stormRemark.ts';
import type { IncidentView } from './notifier.ts';
import { oneLine } from './oneLine.ts';

/** The alertname of what fires (of what the incident is named after, where several do), or what a storm is; its title where no alert is known. */
export function firstAlertName(incident: IncidentView, max: number): string {
  const storm = stormRemark(incident.remarks);
  if (storm !== null) return oneLine(storm.split(';')[0] ?? storm, max);
  const first = incident.alerts[0];
  const name = oneLine(first ? alertName(first.labels) : incident.title, max);
  return name === '' ? `incident ${incident.number}` : name;
}
