import type { Episode } from '../alert/alert.ts';
import type { Incident } from '../incident/incident.ts';
import { truncatedCount } from '../incident/transitions.ts';
import type { IncidentView } from '../pipeline/notify/notifier.ts';
import { ALERTS_SHOWN } from '../store/loadViews.ts';
import { jsonOf } from '../store/writeRows.ts';

/**
 * What `loadViews` would read of an incident that a batch has opened, without asking the database: all its alerts are among the
 * batch's `episodes`.
 */
export function openedView(incident: Incident, episodes: readonly Episode[], url: string | null): IncidentView {
  const alerts = episodes
    .filter((episode) => episode.incident === incident.number)
    .sort((a, b) => order(a.status, b.status) || a.receivedAt - b.receivedAt || order(a.fingerprint, b.fingerprint))
    .slice(0, ALERTS_SHOWN)
    .map(({ integration, fingerprint, status, labels, annotations, startsAt, endsAt, generatorUrl }) => {
      return { integration, fingerprint, status, labels, annotations, startsAt, endsAt, generatorUrl };
    });
  // As the database gives it back: it does not take every character.
  return JSON.parse(jsonOf({ ...incident, truncated: truncatedCount(incident), alerts, url })) as IncidentView;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
