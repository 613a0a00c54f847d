import type { Episode } from '../alert/alert.ts';
import { type Labels, labelValue } from '../alert/labels.ts';
import { type Severity, severityOf } from '../alert/severity.ts';
import { absenceLabels } from './absence.ts';
import type { Policy } from './compilePolicy.ts';
import type { Timer } from './decision.ts';
import type { EntryContent } from './entry.ts';
import { knownSwitch } from './group/heartbeatSwitch.ts';
import { LISTENING } from './heartbeatTimer.ts';
import { inhibitRoles } from './noise/inhibitRoles.ts';

/** The keys under which the rules may look something up while these entries are decided, these episodes looked at and these timers fired. */
export function recalls(
  entries: readonly EntryContent[],
  episodes: readonly Episode[],
  due: readonly Timer[],
  policy: Policy,
): string[] {
  const keys = new Set(episodes.flatMap(({ sources }) => sources.map((counted) => counted.replace(/\+$/, ''))));
  const add = (labels: Labels, severity: Severity): void => {
    for (const { key } of inhibitRoles(labels, severity, policy)) keys.add(key);
  };
  for (const entry of entries) {
    if (entry.kind !== 'webhook') continue;
    for (const { alert, severity, heartbeat } of entry.alerts) {
      add(alert.labels, severity);
      if (heartbeat) keys.add(heartbeat.key);
    }
  }
  for (const { key, kind, fingerprint } of due) {
    const missing = kind === 'heartbeat' ? knownSwitch(key, fingerprint, policy) : null;
    if (missing) add(absenceLabels(missing), missing.heartbeat.severity);
    if (kind === 'heartbeat') keys.add(key).add(LISTENING);
  }
  for (const { labels } of episodes) add(labels, severityOf(labelValue(labels, 'severity'), policy.severities));
  return [...keys];
}
