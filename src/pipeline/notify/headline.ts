import { alertSummary } from './alertSummary.ts';
import { cutText } from './cutText.ts';
import { firstAlertName } from './firstAlertName.ts';
import { labelLine } from './labelLine.ts';
import type { IncidentView } from './notifier.ts';

/** The incident in one line of at most `max` characters, the alertname first: `HighLatency: p99 above 2 s (3 alerts) [#42]`. */
export function headline(incident: IncidentView, max: number): string {
  const end = ` [#${incident.number}]`;
  const count = incident.firing > 1 ? ` (${incident.firing} alerts)` : '';
  const room = max - end.length - count.length;
  const name = firstAlertName(incident, room);
  const annotations = incident.alerts[0]?.annotations ?? {};
  const more = alertSummary(annotations, max) || labelLine(incident.groupLabels, max);
  return cutText(more === '' ? name : `${name}: ${more}`, room) + count + end;
}
