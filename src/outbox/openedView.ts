import type { Episode } from '../alert/alert.ts';
import type { Incident } from '../incident/incident.ts';
import { truncatedCount } from '../incident/transitions.ts';
import type { AlertView, IncidentView } from '../pipeline/notify/notifier.ts';
import { ALERTS_SHOWN } from '../store/loadViews.ts';
import { jsonOf } from '../store/writeRows.ts';

/**
 * What `loadViews` would read of an incident that a batch has opened, without asking the database: all its alerts are among the
 * batch's `episodes`.
 */
export function openedView(incident: Incident, episodes: readonly Episode[], url: string | null): IncidentView {
  // What it is named after, what else is told, what a rule holds.
  const part = ({ integration, fingerprint, held }: Episode): number => {
    const { lead } = incident;
    if (held !== null) return 2;
    return lead?.integration === integration && lead.fingerprint === fingerprint ? 0 : 1;
  };
  const alerts = episodes
    .filter((episode) => episode.incident === incident.number)
    .sort(
      (a, b) =>
        order(a.status, b.status) || part(a) - part(b) || a.receivedAt - b.receivedAt || order(a.fingerprint, b.fingerprint),
    )
    .slice(0, ALERTS_SHOWN)
    .map(({ integration, fingerprint, status, labels, annotations, startsAt, endsAt, generatorUrl, held }): AlertView => {
      const heldBy = held?.by ?? null;
      return { integration, fingerprint, status, labels, annotations, startsAt, endsAt, generatorUrl, heldBy };
    });
  // As the database gives it back: it does not take every character.
  return JSON.parse(jsonOf({ ...incident, truncated: truncatedCount(incident), alerts, evidence: [], url })) as IncidentView;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
