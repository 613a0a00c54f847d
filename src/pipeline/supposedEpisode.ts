import type { Episode } from '../alert/alert.ts';
import { fingerprint } from '../alert/fingerprint.ts';
import type { Labels } from '../alert/labels.ts';
import { type Instant, timestampOf } from '../alert/timestamp.ts';

/** An alert that nobody has sent, as if it began to fire now. */
export function supposedEpisode(labels: Labels, now: Instant): Episode {
  return {
    integration: '',
    fingerprint: fingerprint(labels),
    startsAt: timestampOf(now),
    aliases: [],
    status: 'firing',
    labels,
    annotations: {},
    generatorUrl: '',
    endsAt: null,
    receivedAt: now,
    resolvedAt: null,
    incident: null,
    held: null,
    sources: [],
  };
}
