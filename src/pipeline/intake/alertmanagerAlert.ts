import type { Alert, AlertStatus } from '../../alert/alert.ts';
import { fingerprint } from '../../alert/fingerprint.ts';
import { emptyLabels, type Labels, labelValue } from '../../alert/labels.ts';
import { canonicalTimestamp, type Timestamp } from '../../alert/timestamp.ts';
import type { Clean } from './cleanerFor.ts';
import type { IntakeIntegration } from './intakeBody.ts';

const MAX_LABELS = 10_000;
const MAX_LABEL_CHARACTERS = 256 * 1024;
const MAX_ANNOTATIONS = 1_000;
const MAX_TEXT = 64 * 1024;
const FINGERPRINT = /^[0-9a-f]{16}$/;
/** Go's zero time: Alertmanager's word for "no time". */
const NO_TIME = '0001-01-01T';

/**
 * One element of `alerts` of an Alertmanager webhook, or the reason why it cannot be read. Labels are checked strictly, for they
 * decide; annotations are only shown, so they are cut and put into words rather than refused.
 */
export function readAlertmanagerAlert(value: unknown, integration: IntakeIntegration, clean: Clean): Alert | string {
  if (!isRecord(value)) return 'the alert is not an object';
  const { status } = value;
  if (status !== 'firing' && status !== 'resolved') return `status is ${shown(status)}, neither "firing" nor "resolved"`;
  const sent = readLabels(value.labels, clean);
  if (typeof sent === 'string') return sent;
  const startsAt = readTime(value.startsAt);
  if (startsAt === null) return `startsAt is ${shown(value.startsAt)}, not an RFC 3339 time`;
  const annotations = readAnnotations(value.annotations, clean);
  if (annotations === null) return 'annotations is not an object';
  const own = value.fingerprint;
  // Before the integration's labels join: a fingerprint is over the labels as sent.
  const identity = typeof own === 'string' && FINGERPRINT.test(own) ? own : fingerprint(sent);
  const masked = maskedBy(sent, integration.labels);
  const alert: Alert = {
    integration: integration.name,
    fingerprint: identity,
    status: status satisfies AlertStatus,
    labels: withIntegration(sent, integration.labels),
    annotations,
    startsAt,
    endsAt: status === 'firing' ? null : readTime(value.endsAt),
    generatorUrl: typeof value.generatorURL === 'string' ? cut(clean(value.generatorURL)) : '',
  };
  return masked ? { ...alert, masked } : alert;
}

function readLabels(value: unknown, clean: Clean): Record<string, string> | string {
  if (!isRecord(value)) return 'labels is not an object';
  const labels = emptyLabels();
  let count = 0;
  let characters = 0;
  for (const name in value) {
    const text = value[name];
    if (typeof text !== 'string') return `label ${shown(name)} is not a string`;
    if (++count > MAX_LABELS) return `it has more than ${MAX_LABELS} labels`;
    characters += name.length + text.length;
    if (characters > MAX_LABEL_CHARACTERS) return `its labels are longer than ${MAX_LABEL_CHARACTERS} characters`;
    if (name === '') return 'it has a label without a name';
    if (text !== '') labels[clean(name)] = clean(text);
    else count--;
  }
  return count === 0 ? 'it has no labels' : labels;
}

/** To be asked before the integration's labels join. */
function maskedBy(sent: Labels, added: Labels): Labels | null {
  let masked: Record<string, string> | null = null;
  for (const name in added) {
    masked ??= emptyLabels();
    masked[name] = labelValue(sent, name);
  }
  return masked;
}

/** Tells the integrations of several installations apart, so the configured ones win over those sent. */
function withIntegration(sent: Record<string, string>, added: Labels): Labels {
  for (const name in added) sent[name] = added[name] as string;
  return sent;
}

function readAnnotations(value: unknown, clean: Clean): Labels | null {
  const annotations = emptyLabels();
  if (value === undefined || value === null) return annotations;
  if (!isRecord(value)) return null;
  let count = 0;
  for (const name in value) {
    if (++count > MAX_ANNOTATIONS) break;
    const text = value[name];
    annotations[cut(clean(name))] = cut(clean(typeof text === 'string' ? text : JSON.stringify(text)));
  }
  return annotations;
}

/** At most 64 Ki characters, saying so where something is missing; no surrogate pair is cut in two. */
function cut(text: string): string {
  if (text.length <= MAX_TEXT) return text;
  const mark = ` … [cut: ${text.length} characters]`;
  let end = MAX_TEXT - mark.length;
  if ((text.charCodeAt(end - 1) & 0xfc00) === 0xd800) end--;
  return text.slice(0, end) + mark;
}

function readTime(value: unknown): Timestamp | null {
  if (typeof value !== 'string' || value.startsWith(NO_TIME)) return null;
  return canonicalTimestamp(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value).slice(0, 50);
}
