import type { Episode } from '../alert/alert.ts';
import { labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import type { Incident } from '../incident/incident.ts';
import { type Hiding, SilenceIndex } from '../silence/silenceIndex.ts';
import { readLiveSilences } from '../store/readSilences.ts';
import { compiledPolicy } from './compiledPolicy.ts';
import type { HttpDeps } from './deps.ts';

/** Of an alert of the incident that was told and still fires: the silence that keeps it from being told again now, or null. */
export async function quietingOf(
  { db, policy, clock }: Pick<HttpDeps, 'db' | 'policy' | 'clock'>,
  incident: Pick<Incident, 'status' | 'firing' | 'held' | 'notifiedAt'> | null,
): Promise<(alert: Pick<Episode, 'status' | 'held' | 'labels'>) => Hiding | null> {
  const nothing = (): null => null;
  if (!incident || incident.status === 'resolved' || incident.notifiedAt === null) return nothing;
  if (incident.firing <= incident.held) return nothing;
  const live = await readLiveSilences(db);
  if (live.length === 0) return nothing;
  const { severities, timeIntervals } = compiledPolicy(policy());
  const silences = new SilenceIndex(live, timeIntervals);
  const now = clock.now();
  return ({ status, held, labels }) => {
    if (status !== 'firing' || held !== null) return null;
    return silences.hides(labels, severityOf(labelValue(labels, 'severity'), severities), now);
  };
}
