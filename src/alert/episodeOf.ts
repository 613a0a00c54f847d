import type { Alert, Episode } from './alert.ts';
import type { Instant } from './timestamp.ts';

/** A new episode of an alert that was first heard of at `receivedAt`: it fires, and belongs to no incident yet. */
export function episodeOf(alert: Omit<Alert, 'status' | 'endsAt'>, receivedAt: Instant): Episode {
  const { integration, fingerprint, startsAt, labels, annotations, generatorUrl } = alert;
  return {
    integration,
    fingerprint,
    startsAt,
    aliases: [],
    status: 'firing',
    labels,
    annotations,
    generatorUrl,
    endsAt: null,
    receivedAt,
    resolvedAt: null,
    incident: null,
    held: null,
    sources: [],
  };
}
