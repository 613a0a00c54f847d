import { alertName } from '../../alert/alert.ts';
import { alertSummary } from './alertSummary.ts';
import { labelLine } from './labelLine.ts';
import type { IncidentView } from './notifier.ts';
import { oneLine } from './oneLine.ts';

/**
 * The incident's alerts as lines of at most about `width` characters, `most` of them and one that counts the rest:
 * `• HighLatency (instance=a:9100): p99 above 2 s`.
 */
export function alertLines(incident: IncidentView, most: number, width: number): string[] {
  const shown = incident.alerts.slice(0, most);
  const lines = shown.map((alert) => {
    const labels = labelLine(alert.labels, 120, incident.groupLabels);
    const summary = alertSummary(alert.annotations, width);
    const name = oneLine(alertName(alert.labels), 100);
    const what = `${name}${labels === '' ? '' : ` (${labels})`}${summary === '' ? '' : `: ${summary}`}`;
    const held = alert.status === 'firing' && alert.heldBy !== null ? ` (held back: ${alert.heldBy})` : '';
    return `${alert.status === 'firing' ? '•' : '✓'} ${oneLine(what, width - held.length)}${held}`;
  });
  const rest = incident.firing + incident.resolved - shown.length;
  const held = incident.held - shown.filter(({ status, heldBy }) => status === 'firing' && heldBy !== null).length;
  if (rest > 0) lines.push(`… and ${rest} more${held > 0 ? `, ${held} of them held back` : ''}`);
  return lines;
}
