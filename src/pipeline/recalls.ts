import type { Episode } from '../alert/alert.ts';
import { labelValue } from '../alert/labels.ts';
import { type Severity, severityOf } from '../alert/severity.ts';
import { absenceLabels } from './absence.ts';
import type { Policy } from './compilePolicy.ts';
import type { Timer } from './decision.ts';
import type { EntryContent } from './entry.ts';
import { knownSwitch } from './group/heartbeatSwitch.ts';
import { type Storm, stormKey } from './group/storm.ts';
import { type Topic, topicKeys } from './group/topic.ts';
import { LISTENING } from './listening.ts';
import { flapsKey } from './noise/flapping.ts';
import { inhibitRoles } from './noise/inhibitRoles.ts';
import { changeKeys, recentChanges } from './noise/recentChanges.ts';
import { OWN_INTEGRATION } from './policy.ts';
import type { Remembered } from './ruleMemory.ts';
import { subjectOf } from './subjectOf.ts';
import { type ThrottleState, throttleState } from './throttleState.ts';

type Seen = Pick<Episode, 'labels' | 'integration'>;

/**
 * The keys under which the rules may look something up while these entries are decided, these episodes looked at, and these timers
 * fired.
 */
export function recalls(
  entries: readonly EntryContent[],
  episodes: readonly Episode[],
  due: readonly Timer[],
  policy: Policy,
): string[] {
  const keys = new Set(episodes.flatMap(({ sources }) => sources.map((counted) => counted.replace(/\+$/, ''))));
  const add = (alert: Seen, severity: Severity, group: string): void => {
    for (const { key } of inhibitRoles(alert.labels, severity, policy)) keys.add(key);
    for (const key of topics(alert, severity, policy)) keys.add(key);
    if (policy.changes) for (const key of changeKeys(subjectOf(alert.labels, severity, policy))) keys.add(key);
    if (policy.storm) keys.add(stormKey(alert.labels, policy.storm));
    if (policy.flapping && group !== '') keys.add(flapsKey(group, severity));
  };
  if (policy.throttle) for (const receiver of policy.receivers.keys()) keys.add(throttleState(receiver));
  for (const receiver of digestsDue(due)) keys.add(throttleState(receiver));
  for (const entry of entries) {
    if (entry.kind === 'change') for (const { service, cluster } of entry.changes) keys.add(recentChanges(service, cluster));
    if (entry.kind !== 'webhook') continue;
    for (const { alert, severity, group, heartbeat } of entry.alerts) {
      add(alert, severity, group.key);
      if (heartbeat) keys.add(heartbeat.key);
    }
  }
  for (const { key, kind, fingerprint } of due) {
    const missing = kind === 'heartbeat' ? knownSwitch(key, fingerprint, policy) : null;
    if (missing) add({ labels: absenceLabels(missing), integration: OWN_INTEGRATION }, missing.heartbeat.severity, '');
    if (kind === 'heartbeat') keys.add(key);
    if (kind === 'heartbeat' || kind === 'expiry') keys.add(LISTENING);
  }
  for (const episode of episodes)
    add(episode, severityOf(labelValue(episode.labels, 'severity'), policy.severities), episode.group);
  return [...keys];
}

function topics({ labels, integration }: Seen, severity: Severity, policy: Policy): readonly string[] {
  if (!policy.dependencies && !policy.sameHost) return [];
  // Which keys are looked at depends on neither kind nor severity.
  return topicKeys({ sign: { ...subjectOf(labels, severity, policy), kind: 'unknown' }, integration, mild: true }, policy);
}

/** The receivers whose digests these timers tell or look at. */
function digestsDue(due: readonly Timer[]): string[] {
  return due.flatMap(({ kind, key }) => (kind === 'throttle' || kind === 'digest' ? [key.slice(kind.length + 1)] : []));
}

/** The incidents that what is remembered leads to. */
export function incidentsRecalled(memory: readonly Remembered[], due: readonly Timer[]): number[] {
  const digests = new Set<string>(digestsDue(due).map(throttleState));
  return memory.flatMap(({ key, value }) => {
    if (key.startsWith('topic:')) return [(value as Topic).incident];
    if (digests.has(key)) {
      const { withheld, digest } = value as ThrottleState;
      return [...withheld, ...(digest ? [digest.incident, ...digest.of] : [])];
    }
    if (!key.startsWith('storm:')) return [];
    const { incident, into } = value as Storm;
    return [...into.map(([number]) => number), ...(incident === null ? [] : [incident])];
  });
}
