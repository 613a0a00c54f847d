import type { Change } from './change.ts';
import type { NotifyReason } from './notify/notifier.ts';
import { isUnheard } from './tell.ts';

/** Why people are told of what an entry did to an incident. */
export function reasonOf(change: Change): NotifyReason {
  if (change.incident.notifiedAt === null) return 'first';
  if (change.reopened) return 'reopened';
  if (change.urgencyRaised !== null) return 'urgency_raised';
  // A storm is told of once; its message counts on.
  if (!isUnheard(change.incident) && change.admitted.every(({ joined }) => joined?.by === 'storm')) return 'some_resolved';
  return change.raised ? 'severity_raised' : 'new_alerts';
}
