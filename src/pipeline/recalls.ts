import type { Episode } from '../alert/alert.ts';
import { type Labels, labelValue } from '../alert/labels.ts';
import { type Severity, severityOf } from '../alert/severity.ts';
import type { Incident } from '../incident/incident.ts';
import type { Policy } from './compilePolicy.ts';
import type { Timer } from './decision.ts';
import type { EntryContent } from './entry.ts';
import { identify } from './group/identify.ts';
import { awaitsSign } from './lookForSecondSign.ts';
import { inhibitRoles } from './noise/inhibitRoles.ts';
import { changeKeys, recentChanges } from './noise/recentChanges.ts';
import { throttleState } from './throttleState.ts';

/** The keys under which the rules may look something up while these entries are decided, and these episodes looked at. */
export function recalls(
  entries: readonly EntryContent[],
  episodes: readonly Episode[],
  incidents: readonly Incident[],
  due: readonly Timer[],
  policy: Policy,
): string[] {
  const keys = new Set(episodes.flatMap(({ sources }) => sources.map((counted) => counted.replace(/\+$/, ''))));
  const add = (labels: Labels, severity: Severity): void => {
    for (const { key } of inhibitRoles(labels, severity, policy)) keys.add(key);
    if (policy.changes) for (const key of changeKeys(identify(labels, severity, policy.known))) keys.add(key);
  };
  if (policy.throttle) for (const receiver of policy.receivers.keys()) keys.add(throttleState(receiver));
  for (const receiver of receiversOf(due)) keys.add(throttleState(receiver));
  // Also where the rule is off by now: what it holds back ends all the same.
  for (const { number, held } of incidents) if (held > 0) keys.add(awaitsSign(number));
  for (const entry of entries) {
    if (entry.kind === 'change') for (const { service, cluster } of entry.changes) keys.add(recentChanges(service, cluster));
    if (entry.kind === 'webhook') for (const { alert, severity } of entry.alerts) add(alert.labels, severity);
  }
  for (const { labels } of episodes) add(labels, severityOf(labelValue(labels, 'severity'), policy.severities));
  return [...keys];
}

/** The receivers whose digests are told or looked at now. */
function receiversOf(due: readonly Timer[]): string[] {
  return due.flatMap(({ kind, key }) => (kind === 'throttle' || kind === 'digest' ? [key.slice(kind.length + 1)] : []));
}
