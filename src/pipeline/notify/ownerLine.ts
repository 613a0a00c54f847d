import type { IncidentView } from './notifier.ts';
import { oneLine } from './oneLine.ts';

/** What an incident is about and whose it is, as `postgres, team storage`; empty where neither is known. */
export function ownerLine({ service, team }: Pick<IncidentView, 'service' | 'team'>): string {
  const parts = [service === null ? '' : oneLine(service, 100), team === null ? '' : `team ${oneLine(team, 100)}`];
  return parts.filter((part) => part !== '').join(', ');
}
