import type { Episode } from '../alert/alert.ts';
import { labelValue } from '../alert/labels.ts';
import { type Severity, severityOf } from '../alert/severity.ts';
import type { Policy } from './compilePolicy.ts';
import type { EntryContent } from './entry.ts';
import { type Storm, stormKey } from './group/storm.ts';
import { type Topic, topicKeys } from './group/topic.ts';
import { inhibitRoles } from './noise/inhibitRoles.ts';
import type { Remembered } from './ruleMemory.ts';
import { subjectOf } from './subjectOf.ts';

type Seen = Pick<Episode, 'labels' | 'integration'>;

/** The keys under which the rules may look something up while these entries are decided, and these episodes looked at. */
export function recalls(entries: readonly EntryContent[], episodes: readonly Episode[], policy: Policy): string[] {
  const keys = new Set(episodes.flatMap(({ sources }) => sources.map((counted) => counted.replace(/\+$/, ''))));
  const add = (alert: Seen, severity: Severity): void => {
    for (const { key } of inhibitRoles(alert.labels, severity, policy)) keys.add(key);
    for (const key of topics(alert, severity, policy)) keys.add(key);
    if (policy.storm) keys.add(stormKey(alert.labels, policy.storm));
  };
  for (const entry of entries) {
    if (entry.kind === 'webhook') for (const { alert, severity } of entry.alerts) add(alert, severity);
  }
  for (const episode of episodes) add(episode, severityOf(labelValue(episode.labels, 'severity'), policy.severities));
  return [...keys];
}

function topics({ labels, integration }: Seen, severity: Severity, policy: Policy): readonly string[] {
  if (!policy.dependencies && !policy.sameHost) return [];
  // Which keys are looked at does not depend on the kind.
  return topicKeys({ sign: { ...subjectOf(labels, severity, policy), kind: 'unknown' }, integration }, policy);
}

/** The incidents that what is remembered leads to. */
export function incidentsRecalled(memory: readonly Remembered[]): number[] {
  return memory.flatMap(({ key, value }) => {
    if (key.startsWith('topic:')) return [(value as Topic).incident];
    if (!key.startsWith('storm:')) return [];
    const { incident, into } = value as Storm;
    return [...into.map(([number]) => number), ...(incident === null ? [] : [incident])];
  });
}
