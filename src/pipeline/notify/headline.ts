import { stormRemark } from '../../incident/stormRemark.ts';
import { alertSummary } from './alertSummary.ts';
import { cutText } from './cutText.ts';
import { firstAlertName } from './firstAlertName.ts';
import { labelLine } from './labelLine.ts';
import type { IncidentView } from './notifier.ts';
import { oneLine } from './oneLine.ts';

/** The incident in one line of at most `max` characters, the alertname first: `HighLatency: p99 above 2 s (3 alerts) [#42]`. A storm's says what it is. */
export function headline(incident: IncidentView, max: number): string {
  const end = ` [#${incident.number}]`;
  const storm = stormRemark(incident.remarks);
  // It counts them itself.
  if (storm !== null) return oneLine(storm, max - end.length) + end;
  const { firing, held } = incident;
  const count = firing > 1 ? ` (${firing} alerts${held > 0 && held < firing ? `, ${held} held back` : ''})` : '';
  const room = max - end.length - count.length;
  const name = firstAlertName(incident, room);
  const annotations = incident.alerts[0]?.annotations ?? {};
  const more = alertSummary(annotations, max) || labelLine(incident.groupLabels, max);
  return cutText(more === '' ? name : `${name}: ${more}`, room) + count + end;
}
