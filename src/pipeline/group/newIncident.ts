import type { Episode } from '../../alert/alert.ts';
import type { Incident } from '../../incident/incident.ts';
import { titleOf } from '../../incident/title.ts';
import type { GroupChoice } from '../entry.ts';

/** An incident that begins with this alert. */
export function newIncident(
  number: number,
  episode: Episode,
  choice: GroupChoice,
  { severity, urgency }: Pick<Incident, 'severity' | 'urgency'>,
  now: number,
): Incident {
  return {
    number,
    groupKey: choice.key,
    groupLabels: choice.labels,
    title: titleOf(episode, choice.labels),
    lead: null,
    service: null,
    team: null,
    status: 'triggered',
    urgency,
    severity,
    opening: 1,
    revision: 0,
    createdAt: now,
    triggeredAt: now,
    acknowledgedAt: null,
    acknowledgedBy: null,
    resolvedAt: null,
    resolvedBy: null,
    notifiedAt: null,
    firing: 0,
    resolved: 0,
    held: 0,
    awaitingSign: 0,
    waiting: 0,
    truncated: {},
    targets: [],
    signs: [],
    armed: [],
    flapping: null,
    remarks: [],
    reopenWindowMs: choice.reopenWindowMs,
    alarm: false,
  };
}
