import { alertKey, type Episode } from '../alert/alert.ts';
import { type Labels, labelValue } from '../alert/labels.ts';
import { sameLabels } from '../alert/sameLabels.ts';
import { type Severity, severityOf } from '../alert/severity.ts';
import type { Instant } from '../alert/timestamp.ts';
import type { Policy } from './compilePolicy.ts';
import type { EntryContent } from './entry.ts';
import { type Topic, topicKeys } from './group/topic.ts';
import { inhibitRoles } from './noise/inhibitRoles.ts';
import type { Remembered } from './ruleMemory.ts';
import { subjectOf } from './subjectOf.ts';

type Seen = Pick<Episode, 'labels' | 'integration'>;

const TOPICS = new WeakMap<Policy, WeakMap<Labels, readonly string[]>>();
const NONE: readonly string[] = [];

/** The keys under which the rules may look something up while these entries are decided, and these episodes looked at. */
export function recalls(entries: readonly EntryContent[], episodes: readonly Episode[], policy: Policy): string[] {
  const keys = new Set<string>();
  const known = new Map<string, Labels>();
  const add = (alert: Seen, severity: Severity): void => {
    for (const { key } of inhibitRoles(alert.labels, severity, policy)) keys.add(key);
    for (const key of topics(alert, severity, policy)) keys.add(key);
  };
  for (const episode of episodes) {
    for (const counted of episode.sources) keys.add(counted.endsWith('+') ? counted.slice(0, -1) : counted);
    add(episode, severityOf(labelValue(episode.labels, 'severity'), policy.severities));
    known.set(alertKey(episode), episode.labels);
  }
  for (const entry of entries) {
    if (entry.kind !== 'webhook') continue;
    for (const { alert, severity } of entry.alerts) {
      const before = known.get(alertKey(alert));
      // What is only said again looks nothing else up.
      if (!before || !sameLabels(before, alert.labels)) add(alert, severity);
    }
  }
  return [...keys];
}

/** Which keys are looked at does not depend on the kind. */
function topics({ labels, integration }: Seen, severity: Severity, policy: Policy): readonly string[] {
  if (!policy.dependencies && !policy.sameHost) return NONE;
  let ofPolicy = TOPICS.get(policy);
  if (!ofPolicy) {
    ofPolicy = new WeakMap();
    TOPICS.set(policy, ofPolicy);
  }
  const read = ofPolicy.get(labels);
  if (read) return read;
  const keys = topicKeys({ sign: { ...subjectOf(labels, severity, policy), kind: 'unknown' }, integration }, policy);
  ofPolicy.set(labels, keys);
  return keys;
}

/** The incidents that what is remembered leads to, for rules that are asked at `since` at the earliest. */
export function incidentsRecalled(memory: readonly Remembered[], since: Instant, policy: Policy): number[] {
  const windowMs = Math.max(policy.dependencies?.windowMs ?? 0, policy.sameHost?.windowMs ?? 0);
  return memory.flatMap(({ key, value }) => {
    if (!key.startsWith('topic:')) return [];
    const { incident, at } = value as Topic;
    return since - at <= windowMs ? [incident] : [];
  });
}
