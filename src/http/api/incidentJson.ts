import { type Instant, rfc3339 } from '../../alert/timestamp.ts';
import type { Pointers } from '../../enrichment/pointersOf.ts';
import type { ProbableCause } from '../../pipeline/probableCause.ts';
import type { AlertRow } from '../../store/readAlerts.ts';
import type { DeliveryRow } from '../../store/readDeliveries.ts';
import type { IncidentRow } from '../../store/readIncidents.ts';
import { alertJson } from './alertJson.ts';
import { deliveryJson } from './deliveryJson.ts';

/** What belongs to an incident. */
interface Belongings {
  readonly cause: ProbableCause | null;
  /** The first ones. */
  readonly alerts: readonly AlertRow[];
  readonly pointers: Pointers;
  /** As `/api/v1` gives it. */
  readonly evidence: readonly object[];
  /** The newest ones. */
  readonly deliveries: readonly DeliveryRow[];
  readonly externalUrl: string | null;
}

/** An incident as `/api/v1` gives it. */
export function incidentJson(row: IncidentRow, { cause, alerts, pointers, evidence, deliveries, externalUrl }: Belongings) {
  return {
    number: row.number,
    // The number alone means nothing outside this database.
    id: row.installation === null ? String(row.number) : `${row.installation}-${row.number}`,
    title: row.title,
    status: row.status,
    urgency: row.urgency,
    severity: row.severity,
    team: row.team,
    service: row.service,
    group_labels: row.groupLabels,
    probable_cause: cause,
    remarks: row.remarks,
    triggered_at: rfc3339(row.triggeredAt),
    acknowledged_at: time(row.acknowledgedAt),
    acknowledged_by: row.acknowledgedBy,
    resolved_at: time(row.resolvedAt),
    resolved_by: row.resolvedBy,
    alert_counts: { firing: row.firing, resolved: row.resolved, suppressed: row.held },
    alerts: alerts.map(alertJson),
    runbooks: pointers.runbooks.map(({ url, source, section, health }) => ({
      ...{ url, source, section },
      status: health?.status ?? null,
      because: health && health.status !== 'ok' ? health.because : null,
      checked_at: health && rfc3339(health.checkedAt),
    })),
    evidence,
    deliveries: deliveries.map(deliveryJson),
    links: [
      ...(externalUrl === null ? [] : [{ name: 'Tocsin', url: `${externalUrl}/incidents/${row.number}` }]),
      ...pointers.links.map(({ name, href }) => ({ name, url: href })),
    ],
  };
}

function time(instant: Instant | null): string | null {
  return instant === null ? null : rfc3339(instant);
}
