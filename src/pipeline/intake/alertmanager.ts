import { emptyLabels, type Labels } from '../../alert/labels.ts';
import { TocsinError } from '../../errors.ts';
import { readAlertmanagerAlert } from './alertmanagerAlert.ts';
import { type Clean, cleanerFor } from './cleanerFor.ts';
import type { IntakeBody, IntakeIntegration } from './intakeBody.ts';
import { MAX_JSON_DEPTH, nestsDeeperThan } from './jsonDepth.ts';
import { textHash } from './textHash.ts';

const MAX_ALERTS = 500_000;

/**
 * Alertmanager's webhook, version 4 (Alertmanager 0.25 to 0.34; `template.Data` in its source). Unknown fields are accepted.
 * An alert that cannot be read is in `rejected`, the others count. The body's own `status` is not read: with `max_alerts` it
 * speaks of the sent alerts only and says `resolved` of a group that fires.
 *
 * Written by hand because it runs twice for every webhook.
 * @throws TocsinError `bad_request` when the body is not such a webhook, `too_large` for more than 500,000 alerts
 */
export function parseAlertmanager(body: string, integration: IntakeIntegration): IntakeBody {
  const envelope = readEnvelope(body);
  const clean = cleanerFor(body);
  const result: IntakeBody = {
    alerts: [],
    rejected: [],
    groupLabels: groupLabelsOf(envelope.groupLabels, clean),
    group: groupOf(envelope.groupKey),
    truncated: truncatedOf(envelope.truncatedAlerts),
  };
  for (let index = 0; index < envelope.alerts.length; index++) {
    const alert = readAlertmanagerAlert(envelope.alerts[index], integration, clean);
    if (typeof alert === 'string') result.rejected.push({ index, error: alert });
    else result.alerts.push(alert);
  }
  return result;
}

interface Envelope extends Record<string, unknown> {
  alerts: unknown[];
}

function readEnvelope(body: string): Envelope {
  if (nestsDeeperThan(body)) throw refused(`it nests deeper than ${MAX_JSON_DEPTH} levels`);
  const value = parseJson(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refused('it is not a JSON object');
  const envelope = value as Record<string, unknown>;
  const { version, alerts } = envelope;
  if (version !== undefined && version !== '4') throw refused(`its version is ${shown(version)}, not "4"`);
  if (!Array.isArray(alerts)) throw refused('it has no list `alerts`');
  if (alerts.length > MAX_ALERTS) {
    throw new TocsinError(
      'too_large',
      `The body holds ${alerts.length} alerts, more than ${MAX_ALERTS}. Set max_alerts in the webhook_config that sends it.`,
    );
  }
  return envelope as Envelope;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw refused('it is not JSON', error);
  }
}

function groupLabelsOf(value: unknown, clean: Clean): Labels | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'object' || Array.isArray(value)) throw refused('`groupLabels` is not an object');
  const labels = emptyLabels();
  for (const [name, text] of Object.entries(value)) {
    if (typeof text !== 'string') throw refused(`\`groupLabels.${name}\` is not a string`);
    labels[clean(name)] = clean(text);
  }
  return labels;
}

function groupOf(value: unknown): string {
  if (value === undefined || value === null || value === '') return '';
  if (typeof value !== 'string') throw refused('`groupKey` is not a string');
  return textHash(value);
}

function truncatedOf(value: unknown): number {
  if (value === undefined || value === null) return 0;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw refused(`\`truncatedAlerts\` is ${shown(value)}, not a count`);
  }
  return value;
}

function refused(reason: string, cause?: unknown): TocsinError {
  return new TocsinError(
    'bad_request',
    `The body is not an Alertmanager webhook (version 4): ${reason}. Send it with a webhook_config that has no \`payload\`.`,
    { cause },
  );
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'undefined').slice(0, 50);
}
