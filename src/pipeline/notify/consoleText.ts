import type { Severity } from '../../alert/severity.ts';
import { rfc3339 } from '../../alert/timestamp.ts';
import { alertLines } from './alertLines.ts';
import { cleanText } from './cleanText.ts';
import { cutText } from './cutText.ts';
import { duration } from './duration.ts';
import { evidenceLines } from './evidenceLines.ts';
import { firstAlertName } from './firstAlertName.ts';
import { labelLine } from './labelLine.ts';
import type { IncidentView, Note, NotifyReason } from './notifier.ts';
import { oneLine } from './oneLine.ts';
import { ownerLine } from './ownerLine.ts';
import { runbookLinks } from './runbookLinks.ts';
import { runbookQuote } from './runbookQuote.ts';

const WORD: Readonly<Record<NotifyReason, string>> = {
  first: 'NEW INCIDENT',
  new_alerts: 'MORE ALERTS',
  severity_raised: 'WORSE',
  urgency_raised: 'URGENT',
  some_resolved: 'BETTER',
  resolved: 'RESOLVED',
  reopened: 'REOPENED',
  repeat: 'STILL OPEN',
  released: 'STILL FIRING',
  acknowledged: 'ACKNOWLEDGED',
  evidence: 'EVIDENCE',
  test: 'TEST',
};
const COLOUR: Readonly<Record<Severity, number>> = { critical: 31, error: 91, warning: 33, info: 36 };
const GREEN = 32;
const QUOTED_LINES = 12;

/**
 * A page as a terminal shows it: a few lines, nothing in them that a terminal would obey but our own colours. `receiver`: who is
 * told, where several read the same terminal.
 */
export function consoleText(incident: IncidentView, note: Note, ansi: boolean, receiver: string | null = null): string {
  const rows: [string, string][] = [
    ['receiver', oneLine(receiver ?? '', 200)],
    ['severity', `${incident.severity}, ${incident.urgency} urgency, ${state(incident)}`],
    ['service', ownerLine(incident)],
    ['since', since(incident, note)],
    ['group', labelLine(incident.groupLabels, 300)],
    ['alerts', counts(incident)],
    ...incident.remarks.map((remark): [string, string] => ['remark', oneLine(remark, 500)]),
    ['runbook', runbookLine(incident)],
    ['page', oneLine(incident.url ?? '', 500)],
  ];
  const said = cleanText(cutText(note.text, 4_000)).split('\n');
  return [
    title(incident, note, ansi),
    ...said.map((line) => `  ${line.trimEnd()}`),
    ...rows.filter(([, value]) => value !== '').map(([name, value]) => `  ${name.padEnd(9)} ${value}`),
    ...listed(incident, note).map((line) => `    ${line}`),
    ...quoted(incident, note),
  ].join('\n');
}

/** The alerts help whoever hears of it for the first time, or of more. */
function listed(incident: IncidentView, { reason }: Note): string[] {
  if (reason === 'resolved' || reason === 'acknowledged') return [];
  return reason === 'evidence' ? evidenceLines(incident.evidence, 160) : alertLines(incident, 10, 200);
}

function runbookLine(incident: IncidentView): string {
  const [runbook] = runbookLinks(incident);
  if (!runbook) return '';
  return runbook.trouble === null ? runbook.href : `${runbook.href} (it ${oneLine(runbook.trouble, 200)})`;
}

/** The runbook's beginning, for whoever hears of it for the first time. */
function quoted(incident: IncidentView, { reason }: Note): string[] {
  const quote = runbookQuote(incident);
  if (quote === null || (reason !== 'first' && reason !== 'reopened')) return [];
  const lines = quote.lines.map((line) => (line === '' ? '' : `    ${cutText(line, 160)}`));
  const shown = lines.slice(0, QUOTED_LINES);
  return [`  runbook   ${quote.title}`.trimEnd(), ...shown, ...(shown.length < lines.length ? ['    …'] : [])];
}

function title(incident: IncidentView, note: Note, ansi: boolean): string {
  const text = `== ${WORD[note.reason]} #${incident.number} ${firstAlertName(incident, 200)} == ${rfc3339(note.at)}`;
  if (!ansi) return text;
  const colour = incident.status === 'resolved' ? GREEN : COLOUR[incident.severity];
  return `\u001b[1;${colour}m${text}\u001b[0m`;
}

function state(incident: IncidentView): string {
  const by = incident.status === 'acknowledged' ? incident.acknowledgedBy : incident.resolvedBy;
  if (incident.status === 'triggered' || by === null || by === 'alerts') return incident.status;
  return `${incident.status} by ${oneLine(by, 100)}`;
}

function since(incident: IncidentView, note: Note): string {
  const end = incident.resolvedAt ?? note.at;
  const lasted = end > incident.triggeredAt ? ` (${duration(end - incident.triggeredAt)})` : '';
  return `${rfc3339(incident.triggeredAt)}${lasted}`;
}

function counts(incident: IncidentView): string {
  const truncated = incident.truncated > 0 ? `, ${incident.truncated} left out by the sender` : '';
  const held = incident.held > 0 ? `, ${incident.held} held back` : '';
  return `${incident.firing} firing, ${incident.resolved} resolved${held}${truncated}`;
}
