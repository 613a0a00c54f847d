import { alertKey, type Episode } from '../alert/alert.ts';
import { type Labels, labelValue } from '../alert/labels.ts';
import { sameLabels } from '../alert/sameLabels.ts';
import { type Severity, severityOf } from '../alert/severity.ts';
import type { Instant } from '../alert/timestamp.ts';
import type { Policy } from './compilePolicy.ts';
import type { EntryContent } from './entry.ts';
import { type Storm, stormKey } from './group/storm.ts';
import { type Topic, topicKeys } from './group/topic.ts';
import { inhibitRoles } from './noise/inhibitRoles.ts';
import type { Remembered } from './ruleMemory.ts';
import { subjectOf } from './subjectOf.ts';

type Seen = Pick<Episode, 'labels' | 'integration'>;

/** The keys of a label set that is at hand are worked out once. */
const READ = new WeakMap<Policy, WeakMap<Labels, readonly string[]>>();

/** The keys under which the rules may look something up while these entries are decided, and these episodes looked at. */
export function recalls(entries: readonly EntryContent[], episodes: readonly Episode[], policy: Policy): string[] {
  const keys = new Set<string>();
  const known = new Map<string, Labels>();
  for (const episode of episodes) {
    for (const counted of episode.sources) keys.add(counted.endsWith('+') ? counted.slice(0, -1) : counted);
    const severity = severityOf(labelValue(episode.labels, 'severity'), policy.severities);
    for (const key of keysOf(episode, severity, policy)) keys.add(key);
    known.set(alertKey(episode), episode.labels);
  }
  for (const entry of entries) {
    if (entry.kind !== 'webhook') continue;
    for (const { alert, severity } of entry.alerts) {
      const before = known.get(alertKey(alert));
      // What is only said again looks nothing else up.
      if (before && sameLabels(before, alert.labels)) continue;
      for (const key of keysOf(alert, severity, policy)) keys.add(key);
    }
  }
  return [...keys];
}

function keysOf(alert: Seen, severity: Severity, policy: Policy): readonly string[] {
  let ofPolicy = READ.get(policy);
  if (!ofPolicy) {
    ofPolicy = new WeakMap();
    READ.set(policy, ofPolicy);
  }
  const { labels, integration } = alert;
  const read = ofPolicy.get(labels);
  if (read) return read;
  const keys: string[] = inhibitRoles(labels, severity, policy).map(({ key }) => key);
  if (policy.dependencies || policy.sameHost) {
    // Which keys are looked at depends on neither kind nor severity.
    const sign = { ...subjectOf(labels, severity, policy), kind: 'unknown' as const };
    keys.push(...topicKeys({ sign, integration, mild: true }, policy));
  }
  if (policy.storm) keys.push(stormKey(labels, policy.storm));
  ofPolicy.set(labels, keys);
  return keys;
}

/** The incidents that what is remembered leads to, for rules that are asked at `since` at the earliest. */
export function incidentsRecalled(memory: readonly Remembered[], since: Instant, policy: Policy): number[] {
  const windowMs = Math.max(policy.dependencies?.windowMs ?? 0, policy.sameHost?.windowMs ?? 0);
  const numbers = new Set<number>();
  for (const { key, value } of memory) {
    if (key.startsWith('topic:')) {
      const { incident, at } = value as Topic;
      if (since - at <= windowMs) numbers.add(incident);
    } else if (key.startsWith('storm:')) {
      const { incident, into } = value as Storm;
      for (const [number] of into) numbers.add(number);
      if (incident !== null) numbers.add(incident);
    }
  }
  return [...numbers];
}
