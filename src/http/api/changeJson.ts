import { rfc3339 } from '../../alert/timestamp.ts';
import type { ServiceChange } from '../../pipeline/serviceChange.ts';

/** A change as `/api/v1` gives it; `cluster` is null where it was made in all of them. */
export function changeJson(change: ServiceChange) {
  return {
    id: change.id,
    service: change.service,
    cluster: change.cluster === '' ? null : change.cluster,
    at: rfc3339(change.at),
    ended_at: change.endedAt === null ? null : rfc3339(change.endedAt),
    summary: change.summary,
    version: change.version,
    url: change.url,
    labels: change.labels,
    by: change.by,
  };
}
