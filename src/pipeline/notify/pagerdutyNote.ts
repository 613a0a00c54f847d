import { z } from 'zod';
import { cleanText } from './cleanText.ts';
import { cutText } from './cutText.ts';
import { DeliveryError } from './deliveryError.ts';
import { evidenceLines } from './evidenceLines.ts';
import { nothingDone } from './nothingDone.ts';
import type { IncidentView, Note, Receipt, SendRequest } from './notifier.ts';
import type { PagerDutyRest } from './notifierKind.ts';
import { dedupKey } from './pagerdutyDedupKey.ts';
import { pagerdutyRest } from './pagerdutyRest.ts';
import { stillInDoubt } from './stillInDoubt.ts';
import { webLink } from './webLink.ts';

/** PagerDuty takes 25,000 characters; nobody reads them on a phone. */
const LONGEST_NOTE = 2_000;
/** Nothing else about the incident goes out while its note does. */
const WITHIN_MS = 5_000;
const MORE = '\n… and more, on the incident page';

const INCIDENTS = z.object({ incidents: z.array(z.object({ id: z.string().regex(/^\w{1,64}$/), status: z.string() })) });
const NOTES = z.object({ notes: z.array(z.object({ content: z.string() })) });
const NOTED = z.object({ note: z.object({ id: z.string() }) });

type Limits = Pick<SendRequest, 'signal' | 'mayLeave'>;

/**
 * Writes a note on the incident that PagerDuty opened for this opening; it may take a moment until there is one. After a doubt it looks
 * at the notes that stand there before it writes again.
 */
export async function sendNote(rest: PagerDutyRest | null, request: SendRequest, note: Note): Promise<Receipt> {
  if (rest === null) {
    throw new DeliveryError('PagerDuty takes notes only with pagerduty.api_token', { reason: 'client_error', retryable: false });
  }
  const content = noteText(request.incident, note);
  if (content === null) return { status: null, answer: 'there is nothing to be noted any more' };
  const limits = { mayLeave: request.mayLeave, signal: AbortSignal.any([request.signal, AbortSignal.timeout(WITHIN_MS)]) };
  let path: string;
  try {
    path = `/incidents/${await incidentId(rest, request, limits)}/notes`;
    if (request.doubtSince !== null && (await stands(rest, path, content, limits)))
      return { status: 200, answer: 'an earlier attempt had arrived' };
  } catch (error) {
    throw request.doubtSince === null ? nothingDone(error) : stillInDoubt(nothingDone(error));
  }
  const noted = await pagerdutyRest(rest, { method: 'POST', path, body: { note: { content } }, schema: NOTED }, limits);
  return { status: 200, answer: `note ${noted.note.id}` };
}

async function incidentId(rest: PagerDutyRest, { incident, installation }: SendRequest, limits: Limits): Promise<string> {
  const key = dedupKey(installation, incident.number, openingOf(incident));
  const query = new URLSearchParams({ incident_key: key, limit: '25' });
  for (const status of ['triggered', 'acknowledged', 'resolved']) query.append('statuses[]', status);
  const { incidents } = await pagerdutyRest(rest, { method: 'GET', path: `/incidents?${query}`, schema: INCIDENTS }, limits);
  const found = incidents.find(({ status }) => status !== 'resolved') ?? incidents.at(-1);
  if (found) return found.id;
  // The Events API answers before it has opened anything.
  throw new DeliveryError(`PagerDuty shows no incident under ${key} yet`, { reason: 'other', retryable: true, status: 200 });
}

async function stands(rest: PagerDutyRest, path: string, content: string, limits: Limits): Promise<boolean> {
  const { notes } = await pagerdutyRest(rest, { method: 'GET', path, schema: NOTES }, limits);
  // Its first line tells it from others. The rest may have changed since, here or over there.
  const [head = content] = content.split('\n');
  return notes.some((note) => note.content.trimStart().startsWith(head));
}

/** Null where nothing is left to say: the incident was opened again, and of that opening nothing is known yet. */
function noteText(incident: IncidentView, note: Note): string | null {
  if (note.reason !== 'evidence') return cleanText(cutText(note.text, LONGEST_NOTE));
  const lines = evidenceLines(incident.evidence, 200);
  if (lines.length === 0) return null;
  const page = webLink(incident.url ?? '', 500);
  let text = `What Tocsin found for incident ${incident.number}${page ? `: ${page.href}` : ''}`;
  for (const line of lines) {
    if (text.length + line.length + MORE.length + 1 > LONGEST_NOTE) return text + MORE;
    text += `\n${line}`;
  }
  return text;
}

function openingOf({ evidence, opening }: IncidentView): number {
  return evidence[0]?.opening ?? opening;
}
