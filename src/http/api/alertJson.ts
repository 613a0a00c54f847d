import type { AlertRow } from '../../store/readAlerts.ts';

/** An episode of an alert as `/api/v1` gives it. */
export function alertJson(
  row: Pick<
    AlertRow,
    'fingerprint' | 'integration' | 'status' | 'labels' | 'annotations' | 'startsAt' | 'endsAt' | 'generatorUrl'
  >,
) {
  return {
    fingerprint: row.fingerprint,
    integration: row.integration,
    status: row.status,
    labels: row.labels,
    annotations: row.annotations,
    starts_at: row.startsAt,
    ends_at: row.endsAt,
    generator_url: row.generatorUrl,
  };
}
