import type { Incident } from '../../src/incident/incident.ts';

/** An open incident with one firing alert, and what a test says of it. */
export function anIncident(over: Partial<Incident> = {}): Incident {
  return {
    number: 1,
    groupKey: 'group',
    groupLabels: { alertname: 'DiskFull' },
    title: 'DiskFull',
    service: null,
    team: null,
    status: 'triggered',
    urgency: 'high',
    severity: 'warning',
    opening: 1,
    revision: 1,
    createdAt: 1_000,
    triggeredAt: 1_000,
    acknowledgedAt: null,
    acknowledgedBy: null,
    resolvedAt: null,
    resolvedBy: null,
    notifiedAt: 1_000,
    firing: 1,
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
    reopenWindowMs: 600_000,
    alarm: false,
    ...over,
  };
}
