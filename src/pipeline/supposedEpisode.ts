import type { Episode } from '../alert/alert.ts';
import { episodeOf } from '../alert/episodeOf.ts';
import { fingerprint } from '../alert/fingerprint.ts';
import { type Labels, labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import { type Instant, timestampOf } from '../alert/timestamp.ts';
import type { Policy } from './compilePolicy.ts';
import { groupOfEpisode } from './group/groupOfEpisode.ts';

/** An alert that nobody has sent, as if it began to fire now. */
export function supposedEpisode(labels: Labels, now: Instant, policy: Policy): Episode {
  const severity = severityOf(labelValue(labels, 'severity'), policy.severities);
  const alert = { integration: '', fingerprint: fingerprint(labels), startsAt: timestampOf(now), labels };
  const episode = episodeOf({ ...alert, annotations: {}, generatorUrl: '' }, '', now);
  return { ...episode, group: groupOfEpisode(episode, severity, null, policy).key };
}
