import { fingerprint } from '../../alert/fingerprint.ts';
import { firstMatch } from '../../alert/firstMatch.ts';
import { canonicalLabels, emptyLabels, type Labels, labelValue } from '../../alert/labels.ts';
import type { Severity } from '../../alert/severity.ts';
import type { CompiledHeartbeat, Policy } from '../compilePolicy.ts';
import type { HeartbeatSwitch } from '../entry.ts';

type Rules = Pick<Policy, 'heartbeats'>;

/** Characters: its key is the key of a row. Who sends longer values has something else in mind than a heartbeat. */
const LONGEST_VALUES = 500;

/** The dead man's switch that an alert holds: by the first heartbeat whose matchers fit. Null: the alert is none. */
export function heartbeatSwitch(labels: Labels, severity: Severity, policy: Rules): HeartbeatSwitch | null {
  const heartbeat = firstMatch(policy.heartbeats, labels, severity);
  return heartbeat ? switchBy(heartbeat, labels) : null;
}

/**
 * The switch of a timer's key, or of the labels of its absence. Null: its heartbeat is not configured any more, or goes by other
 * labels, and nothing would beat this one again.
 */
export function knownSwitch(from: string | Labels, mark: string | null, policy: Rules): HeartbeatSwitch | null {
  const labels = typeof from === 'string' ? labelsIn(from) : from;
  const heartbeat = policy.heartbeats.find(({ name }) => name === labelValue(labels, 'heartbeat'));
  const found = heartbeat ? switchBy(heartbeat, labels) : null;
  return found?.mark === mark ? found : null;
}

/** By the values of its `by` labels, whoever sends: a pair of Alertmanagers is one, and so is one that has moved. */
function switchBy(heartbeat: CompiledHeartbeat, from: Labels): HeartbeatSwitch | null {
  const values = emptyLabels();
  // A label that is missing is empty, as in matchers.
  for (const name of heartbeat.by) if (labelValue(from, name) !== '') values[name] = labelValue(from, name);
  const text = canonicalLabels(values);
  if (text.length > LONGEST_VALUES) return null;
  const labels = Object.assign(emptyLabels(), values, { heartbeat: heartbeat.name });
  return { heartbeat, labels, key: `heartbeat:${heartbeat.name}:${text}`, mark: fingerprint(labels) };
}

function labelsIn(key: string): Labels {
  const [, name = '', text = '[]'] = /^heartbeat:([^:]*):(.*)$/s.exec(key) ?? [];
  const labels = emptyLabels();
  for (const [label, value] of JSON.parse(text) as [string, string][]) labels[label] = value;
  labels.heartbeat = name;
  return labels;
}
