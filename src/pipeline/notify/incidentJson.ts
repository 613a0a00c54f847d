import { rfc3339 } from '../../alert/timestamp.ts';
import type { AlertView, IncidentView } from './notifier.ts';

/** An incident as webhooks get it: the view's fields in snake_case, times in RFC 3339 UTC. */
export function incidentJson(incident: IncidentView): object {
  const time = (instant: number | null): string | null => (instant === null ? null : rfc3339(instant));
  return {
    number: incident.number,
    title: incident.title,
    status: incident.status,
    urgency: incident.urgency,
    severity: incident.severity,
    team: incident.team,
    service: incident.service,
    opening: incident.opening,
    group_labels: incident.groupLabels,
    remarks: incident.remarks,
    triggered_at: rfc3339(incident.triggeredAt),
    acknowledged_at: time(incident.acknowledgedAt),
    acknowledged_by: incident.acknowledgedBy,
    resolved_at: time(incident.resolvedAt),
    resolved_by: incident.resolvedBy,
    firing: incident.firing,
    resolved: incident.resolved,
    truncated: incident.truncated,
    alerts: incident.alerts.map(alertJson),
    runbooks: (incident.runbooks ?? []).map(({ url, source, section, trouble }) => ({ url, source, section, trouble })),
    links: (incident.links ?? []).map(({ name, href }) => ({ name, url: href })),
    url: incident.url,
  };
}

function alertJson(alert: AlertView): object {
  return {
    fingerprint: alert.fingerprint,
    integration: alert.integration,
    status: alert.status,
    labels: alert.labels,
    annotations: alert.annotations,
    starts_at: alert.startsAt,
    ends_at: alert.endsAt,
    generator_url: alert.generatorUrl,
  };
}
