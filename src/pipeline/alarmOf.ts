import { rfc3339 } from '../alert/timestamp.ts';
import type { Alarm } from './alarm.ts';
import type { EntryContent } from './entry.ts';

type WebhookContent = Extract<EntryContent, { kind: 'webhook' }>;

/** Alertmanager comes again every five minutes unless told otherwise; a person at a command line has stopped by then. */
const GOES_ON_MS = 200_000;

/** The alarm that an entry raises, if it is one of those. */
export function alarmOf(entry: EntryContent): Alarm | null {
  switch (entry.kind) {
    case 'delivery_dead':
      return {
        labels: { alertname: 'TocsinDeliveryFailed', target: entry.target, severity: 'critical' },
        summary: `Incident #${entry.incident} could not be told to ${entry.target}: ${entry.reason}`,
        severity: 'critical',
        troubled: entry.target,
        incident: entry.incident,
      };
    case 'receiver_broken':
      return {
        labels: { alertname: 'TocsinReceiverBroken', target: entry.target, severity: 'critical' },
        summary: `${entry.target} does not take pages (the first of them: incident #${entry.incident}): ${entry.reason}. They are kept and tried again`,
        severity: 'critical',
        troubled: entry.target,
        incident: entry.incident,
      };
    case 'deliveries_superseded':
      return {
        labels: { alertname: 'TocsinPagesSuperseded', target: entry.target, severity: 'info' },
        summary: `Resolved before ${entry.target} could be told: ${entry.incidents.map((number) => `#${number}`).join(', ')}`,
        severity: 'info',
        troubled: entry.target,
        incident: entry.incidents[0] ?? null,
      };
    case 'sender_refused': {
      // A stranger is perhaps nobody's Alertmanager; an integration that is turned away is an outage of its own.
      const severity = entry.sender.startsWith('integration ') ? 'critical' : 'warning';
      return {
        labels: { alertname: 'TocsinSenderRefused', sender: entry.sender, status: String(entry.status), severity },
        summary: `${entry.sender} was answered ${entry.status}: its alerts do not arrive. ${REMEDY[entry.status] ?? ''}`.trim(),
        severity,
        troubled: null,
        incident: null,
        wakesAfterMs: GOES_ON_MS,
      };
    }
    case 'ledger_imbalance': {
      const { positions, off, from, to } = entry;
      const shown = positions.join(', ');
      return {
        labels: { alertname: 'TocsinLedgerImbalance', severity: 'error' },
        summary: `The ledger of ${rfc3339(from)} to ${rfc3339(to)} is off by ${off}: of as many alerts it is not known what became (journal position ${shown}). Look them up with GET /api/v1/ledger and report it`,
        severity: 'error',
        troubled: null,
        incident: null,
      };
    }
    case 'unreadable':
      return {
        labels: { alertname: 'TocsinEntryUnreadable', integration: entry.integration, severity: 'critical' },
        summary: `A webhook of ${entry.integration} was taken in but cannot be decided: ${entry.error}. It stays in the journal`,
        severity: 'critical',
        troubled: null,
        incident: null,
      };
    case 'webhook':
      return entry.rejected.length > 0 ? rejectedAlarm(entry.integration, entry.rejected) : null;
    default:
      return null;
  }
}

const REMEDY: Readonly<Record<number, string>> = {
  401: 'Compare the credential in its http_config with the integrations of tocsin.yml; without any, only this machine may send',
  413: 'Raise server.max_body, or set max_alerts in its webhook_configs',
};

/** Whoever tries something out at a command line has one such webhook; a sender that goes on with them is an outage of its own. */
function rejectedAlarm(integration: string, rejected: WebhookContent['rejected']): Alarm {
  const [first, ...others] = rejected;
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  return {
    labels: { alertname: 'TocsinAlertsRejected', integration, severity: 'error' },
    summary: `${integration} sent alerts that cannot be read, so nobody is told of them: alert ${first?.index}: ${first?.error}${more}. The log names them, and the journal keeps what came`,
    severity: 'error',
    troubled: null,
    incident: null,
    wakesAfterMs: GOES_ON_MS,
  };
}
