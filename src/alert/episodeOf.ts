import type { Alert, Episode } from './alert.ts';
import type { Instant } from './timestamp.ts';

/** A new episode of an alert that was first heard of at `receivedAt`: it fires, and belongs to no incident yet. `group`: whose flaps it counts among; empty: nobody's. */
export function episodeOf(alert: Omit<Alert, 'status' | 'endsAt'>, group: string, receivedAt: Instant): Episode {
  const { integration, fingerprint, startsAt, labels, masked = null, annotations, generatorUrl } = alert;
  return {
    integration,
    fingerprint,
    startsAt,
    aliases: [],
    status: 'firing',
    labels,
    annotations,
    generatorUrl,
    masked,
    endsAt: null,
    receivedAt,
    resolvedAt: null,
    incident: null,
    group,
    held: null,
    sources: [],
  };
}
