import type { Episode } from '../alert/alert.ts';
import { type Labels, labelValue } from '../alert/labels.ts';
import { type Severity, severityOf } from '../alert/severity.ts';
import type { Policy } from './compilePolicy.ts';
import type { EntryContent } from './entry.ts';
import { inhibitRoles } from './noise/inhibitRoles.ts';

/** The keys under which the rules may look something up while these entries are decided, and these episodes looked at. */
export function recalls(entries: readonly EntryContent[], episodes: readonly Episode[], policy: Policy): string[] {
  const keys = new Set(episodes.flatMap(({ sources }) => sources.map((counted) => counted.replace(/\+$/, ''))));
  const add = (labels: Labels, severity: Severity): void => {
    for (const { key } of inhibitRoles(labels, severity, policy)) keys.add(key);
  };
  for (const entry of entries) {
    if (entry.kind === 'webhook') for (const { alert, severity } of entry.alerts) add(alert.labels, severity);
  }
  for (const { labels } of episodes) add(labels, severityOf(labelValue(labels, 'severity'), policy.severities));
  return [...keys];
}
