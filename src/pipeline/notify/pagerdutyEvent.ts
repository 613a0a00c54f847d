import { alertName } from '../../alert/alert.ts';
import { emptyLabels, type Labels, labelValue } from '../../alert/labels.ts';
import type { Severity } from '../../alert/severity.ts';
import { rfc3339 } from '../../alert/timestamp.ts';
import { cleanText } from './cleanText.ts';
import { cutText } from './cutText.ts';
import { headline } from './headline.ts';
import type { AlertView, IncidentView } from './notifier.ts';
import { oneLine } from './oneLine.ts';
import { runbookLinks } from './runbookLinks.ts';
import { runbookQuote } from './runbookQuote.ts';
import { webLink } from './webLink.ts';

/** A body of the Events API v2. */
export interface PagerDutyEvent {
  readonly routing_key: string;
  readonly event_action: 'trigger' | 'acknowledge' | 'resolve';
  readonly dedup_key: string;
  readonly payload?: PagerDutyPayload;
  readonly links?: readonly { readonly href: string; readonly text: string }[];
  readonly client?: string;
  readonly client_url?: string;
}

export interface PagerDutyPayload {
  readonly summary: string;
  readonly source: string;
  readonly severity: Severity;
  readonly timestamp: string;
  readonly component?: string;
  readonly group?: string;
  readonly class?: string;
  readonly custom_details: object;
}

/** PagerDuty refuses events above 512 KB; the smaller of the two readings of KB. */
const LARGEST_EVENT = 512_000;
const SUMMARY = 1024;
const MOST_LINKS = 10;

/** What `custom_details` shows: as much as there is, then less and less until the event is small enough. */
const DETAIL_STEPS: readonly { readonly alerts: number; readonly labels: number; readonly text: number }[] = [
  { alerts: 20, labels: 200, text: Number.POSITIVE_INFINITY },
  { alerts: 20, labels: 50, text: 1_000 },
  { alerts: 10, labels: 20, text: 200 },
];

/** The event that opens an incident at PagerDuty: complete, and never above its size limits whatever the alerts say. */
export function triggerEvent(routingKey: string, dedupKey: string, incident: IncidentView): PagerDutyEvent {
  const page = incident.url === null ? null : webLink(incident.url);
  const event = (custom_details: object): PagerDutyEvent => ({
    routing_key: routingKey,
    event_action: 'trigger',
    dedup_key: dedupKey,
    payload: { ...payloadHead(incident), custom_details },
    links: links(incident),
    client: 'Tocsin',
    ...(page && { client_url: page.href }),
  });
  for (const step of DETAIL_STEPS) {
    const full = event({ ...counts(incident), ...details(incident, step) });
    if (Buffer.byteLength(JSON.stringify(full)) <= LARGEST_EVENT) return full;
  }
  return event({ ...counts(incident), note: 'The labels and annotations are too large for PagerDuty; see the incident page.' });
}

function payloadHead(incident: IncidentView): Omit<PagerDutyPayload, 'custom_details'> {
  const labels = incident.alerts[0]?.labels ?? incident.groupLabels;
  const known = (...names: string[]): string => {
    const name = names.find((candidate) => labelValue(labels, candidate).trim() !== '');
    return name === undefined ? '' : oneLine(labelValue(labels, name), 255);
  };
  const component = incident.service === null ? known('service', 'app', 'job', 'container') : oneLine(incident.service, 255);
  const group = known('cluster', 'namespace', 'env');
  const kind = incident.alerts[0] ? oneLine(alertName(labels), 255) : '';
  return {
    summary: headline(incident, SUMMARY),
    source: known('instance', 'node', 'host', 'pod', 'service', 'job', 'cluster') || 'tocsin',
    severity: incident.severity,
    timestamp: rfc3339(incident.triggeredAt),
    ...(component !== '' && { component }),
    ...(group !== '' && { group }),
    ...(kind !== '' && { class: kind }),
  };
}

function counts(incident: IncidentView): object {
  return {
    incident: incident.number,
    urgency: incident.urgency,
    ...(incident.team !== null && { team: oneLine(incident.team, 255) }),
    firing: incident.firing,
    resolved: incident.resolved,
    ...(incident.held > 0 && { held_back: incident.held }),
    ...(incident.remarks.length > 0 && { remarks: incident.remarks.map((remark) => oneLine(remark, 500)) }),
    ...(incident.truncated > 0 && { left_out_by_the_sender: incident.truncated }),
  };
}

function details(incident: IncidentView, step: { alerts: number; labels: number; text: number }): object {
  const shown = incident.alerts.slice(0, step.alerts);
  const notShown = incident.firing + incident.resolved - shown.length;
  const quote = runbookQuote(incident);
  return {
    ...(quote && { runbook: [quote.title, ...quote.lines].join('\n').trim() }),
    group_labels: bounded(incident.groupLabels, step),
    alerts: shown.map((alert) => alertDetails(alert, step)),
    ...(notShown > 0 && { alerts_not_shown: notShown }),
  };
}

function alertDetails(alert: AlertView, step: { labels: number; text: number }): object {
  const source = webLink(alert.generatorUrl);
  return {
    status: alert.status,
    ...(alert.heldBy !== null && { held_back_by: alert.heldBy }),
    starts_at: alert.startsAt,
    ...(alert.endsAt !== null && { ends_at: alert.endsAt }),
    labels: bounded(alert.labels, step),
    annotations: bounded(alert.annotations, step),
    ...(source && { generator_url: source.href }),
  };
}

function bounded(labels: Labels, step: { labels: number; text: number }): Labels {
  const kept = emptyLabels();
  for (const name of Object.keys(labels).sort().slice(0, step.labels)) {
    kept[cleanText(cutText(name, step.text))] = cleanText(cutText(labelValue(labels, name), step.text));
  }
  return kept;
}

function links(incident: IncidentView): { href: string; text: string }[] {
  const found = new Map<string, string>();
  const add = (href: string | undefined, text: string): void => {
    if (href !== undefined && !found.has(href) && found.size < MOST_LINKS) found.set(href, text);
  };
  add(webLink(incident.url ?? '')?.href, `Incident ${incident.number} in Tocsin`);
  for (const runbook of runbookLinks(incident))
    add(runbook.href, `Runbook (${runbook.host})${runbook.trouble === null ? '' : `: it ${oneLine(runbook.trouble, 150)}`}`);
  for (const { href, name } of incident.links ?? []) add(href, oneLine(name, 100));
  for (const alert of incident.alerts) {
    const source = webLink(alert.generatorUrl);
    if (source) add(source.href, `Source of ${oneLine(alertName(alert.labels), 100)} (${source.host})`);
  }
  return [...found].map(([href, text]) => ({ href, text: cutText(text, 255) }));
}
