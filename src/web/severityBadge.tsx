import type { Severity } from '../alert/severity.ts';
import type { IncidentStatus, Urgency } from '../incident/incident.ts';

/** Severity as a word on its colour; the word is what counts. */
export function SeverityBadge({ severity, urgency }: { severity: Severity; urgency: Urgency }) {
  return (
    <span class={`badge severity-${severity}`}>
      {severity}
      {urgency === 'low' && ' (low urgency)'}
    </span>
  );
}

/** Status as a word. */
export function StatusBadge({ status }: { status: IncidentStatus }) {
  return <span class={`badge status-${status}`}>{status}</span>;
}
