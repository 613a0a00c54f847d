import { isWorse, type Severity } from '../alert/severity.ts';
import type { Instant } from '../alert/timestamp.ts';
import type { Incident, Urgency } from './incident.ts';
import { stands } from './signs.ts';
import { stormRemark } from './stormRemark.ts';

/*
 * triggered → acknowledged → resolved, and back to triggered by reopening or by a raised severity. Each function changes
 * the incident it is given and says whether anything changed.
 */

/**
 * Triggered again after it was resolved: a new opening, which pages again. Severity, urgency and signs start from what fires now; what the
 * sender left out of its webhooks then is not known now.
 */
export function reopen(incident: Incident, severity: Severity, urgency: Urgency, now: Instant): void {
  openAgain(incident, now);
  incident.targets = incident.targets.map((each) => (each.told ? { ...each, over: true } : each));
  incident.severity = severity;
  incident.urgency = urgency;
  incident.armed = [];
  incident.signs = incident.signs.filter(stands);
  incident.truncated = {};
  incident.lead = null;
  const storm = stormRemark(incident.remarks);
  if (storm) incident.remarks = incident.remarks.filter((remark) => remark !== storm);
  incident.resolvedAt = null;
  incident.resolvedBy = null;
}

/** Takes a worse severity. After an acknowledgement that is a new opening, because whoever has it agreed to less. */
export function raiseSeverity(incident: Incident, severity: Severity, now: Instant): boolean {
  if (!isWorse(severity, incident.severity)) return false;
  incident.severity = severity;
  if (incident.status === 'acknowledged') openAgain(incident, now);
  return true;
}

/** From now on it is to wake somebody. After an acknowledgement that is a new opening, because whoever has it agreed to less. */
export function raiseUrgency(incident: Incident, now: Instant): void {
  incident.urgency = 'high';
  if (incident.status === 'acknowledged') openAgain(incident, now);
}

function openAgain(incident: Incident, now: Instant): void {
  incident.status = 'triggered';
  incident.opening += 1;
  incident.triggeredAt = now;
  incident.acknowledgedAt = null;
  incident.acknowledgedBy = null;
}

/** Somebody has it. Only a triggered incident can be acknowledged. */
export function acknowledge(incident: Incident, by: string, now: Instant): boolean {
  if (incident.status !== 'triggered') return false;
  incident.status = 'acknowledged';
  incident.acknowledgedAt = now;
  incident.acknowledgedBy = by;
  return true;
}

/** Over, by a person or because nothing fires any more (`alerts`). */
export function resolve(incident: Incident, by: string, now: Instant): boolean {
  if (incident.status === 'resolved') return false;
  incident.status = 'resolved';
  incident.resolvedAt = now;
  incident.resolvedBy = by;
  return true;
}

/** How many alerts the sender has left out of its last webhooks. */
export function truncatedCount(incident: Incident): number {
  return Object.values(incident.truncated).reduce((sum, n) => sum + n, 0);
}
