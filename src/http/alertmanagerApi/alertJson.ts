import { instantOf, rfc3339 } from '../../alert/timestamp.ts';
import type { ShownAlert } from './describeAlerts.ts';

/** `gettableAlert` of Alertmanager's API. */
export function alertJson({ row, sent, receivers, status, endsAt }: ShownAlert) {
  return {
    annotations: row.annotations,
    endsAt: rfc3339(endsAt),
    fingerprint: row.fingerprint,
    receivers: receivers.map((name) => ({ name })),
    startsAt: rfc3339(instantOf(row.startsAt)),
    status,
    updatedAt: rfc3339(row.receivedAt),
    ...(row.generatorUrl === '' ? {} : { generatorURL: row.generatorUrl }),
    labels: sent,
  };
}
