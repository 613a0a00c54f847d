import { alertKey, type Episode } from '../alert/alert.ts';
import { LabelMemo } from '../alert/labelMemo.ts';
import { type Labels, labelValue } from '../alert/labels.ts';
import { sameLabels } from '../alert/sameLabels.ts';
import { type Severity, severityOf } from '../alert/severity.ts';
import type { Instant } from '../alert/timestamp.ts';
import { absenceLabels } from './absence.ts';
import type { Policy } from './compilePolicy.ts';
import type { Timer } from './decision.ts';
import type { EntryContent } from './entry.ts';
import { knownSwitch } from './group/heartbeatSwitch.ts';
import { type Storm, stormKey } from './group/storm.ts';
import { type Topic, topicKeys } from './group/topic.ts';
import { awakeKey, type Woken } from './group/woken.ts';
import { LISTENING } from './listening.ts';
import { COUNTED_SINCE, flapsKey } from './noise/flapping.ts';
import { inhibitRoles } from './noise/inhibitRoles.ts';
import { changeKeys, recentChanges } from './noise/recentChanges.ts';
import { OWN_INTEGRATION } from './policy.ts';
import type { AskRule } from './ruleFailure.ts';
import type { Remembered } from './ruleMemory.ts';
import { subjectOf } from './subjectOf.ts';
import { type ThrottleState, throttleState } from './throttleState.ts';

type Seen = Pick<Episode, 'labels' | 'integration'>;

/** The keys of a label set that is at hand are worked out once. */
const READ = new LabelMemo<readonly string[]>();

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
  const keys = new Set<string>();
  const add = (alert: Seen, severity: Severity): void => {
    for (const key of keysOf(alert, severity, policy)) keys.add(key);
  };
  const addGroup = (group: string, severity: Severity): void => {
    if (policy.flapping && group !== '') keys.add(flapsKey(group, severity));
  };
  const known = new Map<string, Labels>();
  for (const episode of episodes) {
    for (const counted of episode.sources) keys.add(counted.endsWith('+') ? counted.slice(0, -1) : counted);
    const severity = severityOf(labelValue(episode.labels, 'severity'), policy.severities);
    add(episode, severity);
    addGroup(episode.group, severity);
    known.set(alertKey(episode), episode.labels);
  }
  for (const entry of entries) {
    if (entry.kind === 'change') for (const { service, cluster } of entry.changes) keys.add(recentChanges(service, cluster));
    if (entry.kind !== 'webhook') continue;
    for (const { alert, severity, group, heartbeat } of entry.alerts) {
      if (heartbeat) keys.add(heartbeat.key);
      addGroup(group.key, severity);
      const before = known.get(alertKey(alert));
      // What is only said again looks nothing else up.
      if (!before || !sameLabels(before, alert.labels)) add(alert, severity);
    }
  }
  for (const key of keysOfTimers(due, policy, add)) keys.add(key);
  if (policy.throttle) for (const receiver of policy.receivers.keys()) keys.add(throttleState(receiver));
  if (policy.flapping) keys.add(COUNTED_SINCE);
  return [...keys];
}

function keysOf(alert: Seen, severity: Severity, policy: Policy): readonly string[] {
  const { labels, integration } = alert;
  const read = READ.get(labels, policy);
  if (read) return read;
  const { storm } = policy;
  // Which keys are looked at depends on neither kind nor severity.
  const sign = () => ({ ...subjectOf(labels, severity, policy), kind: 'unknown' as const });
  const keys = [
    ...unlessItThrows(() => inhibitRoles(labels, severity, policy).map(({ key }) => key)),
    ...unlessItThrows(() => {
      if (!policy.dependencies && !policy.sameHost && policy.together.length === 0) return [];
      return topicKeys({ sign: sign(), integration, labels, severity, mild: true }, policy, askQuietly);
    }),
    ...unlessItThrows(() => (policy.urgency?.awake ? [awakeKey({ sign: sign(), integration })] : [])),
    ...(policy.changes ? changeKeys(subjectOf(labels, severity, policy)) : []),
    ...(storm ? unlessItThrows(() => [stormKey(labels, storm)]) : []),
  ];
  return READ.set(labels, policy, keys);
}

/** A rule that throws here throws again when it is asked, which is where that is said. */
const askQuietly: AskRule = (_rule, otherwise, ask) => {
  try {
    return ask();
  } catch {
    return otherwise;
  }
};

function unlessItThrows<T>(read: () => readonly T[]): readonly T[] {
  return askQuietly<readonly T[]>('', [], read);
}

function keysOfTimers(due: readonly Timer[], policy: Policy, add: (alert: Seen, severity: Severity) => void): Set<string> {
  const keys = new Set<string>(digestsDue(due).map(throttleState));
  for (const { key, kind, fingerprint } of due) {
    unlessItThrows(() => {
      const missing = kind === 'heartbeat' ? knownSwitch(key, fingerprint, policy) : null;
      if (missing) add({ labels: absenceLabels(missing), integration: OWN_INTEGRATION }, missing.heartbeat.severity);
      return [];
    });
    if (kind === 'heartbeat') keys.add(key);
    if (kind === 'heartbeat' || kind === 'expiry') keys.add(LISTENING);
  }
  return keys;
}

/** The receivers whose digests these timers tell or look at. */
function digestsDue(due: readonly Timer[]): string[] {
  return due.flatMap(({ kind, key }) => (kind === 'throttle' || kind === 'digest' ? [key.slice(kind.length + 1)] : []));
}

/** The incidents that what is remembered leads to, for rules that are asked at `since` at the earliest. */
export function incidentsRecalled(
  memory: readonly Remembered[],
  due: readonly Timer[],
  since: Instant,
  policy: Policy,
): number[] {
  const [ofServices = 0] = unlessItThrows(() => [
    Math.max(policy.dependencies?.windowMs ?? 0, policy.dependencies?.siblingsMs ?? 0),
  ]);
  const [ofHosts = 0] = unlessItThrows(() => [policy.sameHost?.windowMs ?? 0]);
  const windows = unlessItThrows(() => policy.together.map(({ windowMs }) => windowMs));
  const windowMs = Math.max(ofServices, ofHosts, ...windows);
  const digests = new Set<string>(digestsDue(due).map(throttleState));
  const numbers = new Set<number>();
  const add = ({ key, value }: Remembered): void => {
    if (key.startsWith('topic:')) {
      const { incident, at } = value as Topic;
      if (since - at <= windowMs) numbers.add(incident);
    } else if (key.startsWith('awake:')) {
      for (const { incident } of value as readonly Woken[]) numbers.add(incident);
    } else if (key.startsWith('storm:')) {
      const { incident, into } = value as Storm;
      for (const [number] of into) numbers.add(number);
      if (incident !== null) numbers.add(incident);
    } else if (digests.has(key)) {
      const { withheld, digest } = value as ThrottleState;
      for (const number of [...withheld, ...(digest ? [digest.incident, ...digest.of] : [])]) numbers.add(number);
    }
  };
  for (const remembered of memory)
    unlessItThrows(() => {
      add(remembered);
      return [];
    });
  return [...numbers];
}
