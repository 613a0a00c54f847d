import { canonicalTimestamp, type Instant, instantOf, timestampOf } from '../../alert/timestamp.ts';
import { TocsinError } from '../../errors.ts';
import { readAlertmanagerAlert } from './alertmanagerAlert.ts';
import { cleanerFor } from './cleanerFor.ts';
import type { IntakeBody, IntakeIntegration } from './intakeBody.ts';
import { MAX_JSON_DEPTH, nestsDeeperThan } from './jsonDepth.ts';

const MAX_ALERTS = 500_000;
/** Alertmanager's `resolve_timeout`: how long an alert without an end is believed. */
const RESOLVE_TIMEOUT_MS = 300_000;
const NO_TIME = '0001-01-01T';

/**
 * What Prometheus posts to an Alertmanager's `/api/v2/alerts`: a list of alerts, those that fire with an end in the future, by
 * which they are over unless they are posted again. The end is counted from `receivedAt`, so that what waits in the journal
 * does not run out there. The words of the errors are Alertmanager's. Source: prometheus/alertmanager `api/v2/api.go`.
 * @throws TocsinError `bad_request` when the body is no list, `too_large` for more than 500,000 alerts
 */
export function parsePrometheus(body: string, integration: IntakeIntegration, receivedAt: Instant): IntakeBody {
  const list = readList(body);
  const clean = cleanerFor(body);
  const result: IntakeBody = { alerts: [], rejected: [], groupLabels: null, group: '', truncated: 0 };
  for (const [index, value] of list.entries()) {
    const timed = withTimes(value, receivedAt);
    const alert = typeof timed === 'string' ? timed : readAlertmanagerAlert(timed.fields, integration, clean);
    if (typeof alert === 'string') result.rejected.push({ index, error: alert });
    else if (typeof timed !== 'string') result.alerts.push({ ...alert, ...timed.more });
  }
  return result;
}

function readList(body: string): unknown[] {
  if (nestsDeeperThan(body)) throw refused(`it nests deeper than ${MAX_JSON_DEPTH} levels`);
  const value = parseJson(body);
  if (!Array.isArray(value)) throw refused('it is not a JSON list');
  if (value.length > MAX_ALERTS)
    throw new TocsinError('too_large', `The body holds ${value.length} alerts, more than ${MAX_ALERTS}. Post fewer at once.`);
  return value;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw refused('it is not JSON', error);
  }
}

interface Timed {
  /** As in a webhook, where the status is said. */
  readonly fields: Record<string, unknown>;
  readonly more: { readonly lastsMs: number; readonly startIsAssumed?: true };
}

/** The alert with the times that it leaves out, or why they cannot be. */
function withTimes(value: unknown, now: Instant): Timed | string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'the alert is not an object';
  const { fingerprint: _, ...sent } = value as Record<string, unknown>;
  const start = readTime(sent.startsAt);
  if (start === undefined) return `startsAt is ${shown(sent.startsAt)}, not an RFC 3339 time`;
  const end = readTime(sent.endsAt);
  if (end === undefined) return `endsAt is ${shown(sent.endsAt)}, not an RFC 3339 time`;
  const startsAt = start ?? end ?? timestampOf(now);
  const endsAt = end ?? timestampOf(now + RESOLVE_TIMEOUT_MS);
  if (endsAt < startsAt) return 'start time must be before end time';
  const lastsMs = Math.max(0, instantOf(endsAt) - now);
  const fields = { ...sent, status: lastsMs > 0 ? 'firing' : 'resolved', startsAt, endsAt };
  // An end in the future says nothing of when an alert began, though Alertmanager takes it for that.
  if (start !== null || lastsMs === 0) return { fields, more: { lastsMs } };
  return { fields: { ...fields, startsAt: timestampOf(now) }, more: { lastsMs, startIsAssumed: true } };
}

/** Null: none is given; undefined: it is none. */
function readTime(value: unknown): string | null | undefined {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string') return undefined;
  return value.startsWith(NO_TIME) ? null : (canonicalTimestamp(value) ?? undefined);
}

function refused(reason: string, cause?: unknown): TocsinError {
  return new TocsinError(
    'bad_request',
    `The body is not what Prometheus posts: ${reason}. Send [{"labels": {"alertname": "…"}, "startsAt": "…", "endsAt": "…"}].`,
    { cause },
  );
}

function shown(value: unknown): string {
  return JSON.stringify(value).slice(0, 50);
}
