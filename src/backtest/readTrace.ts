import { canonicalTimestamp, type Instant, instantOf, rfc3339 } from '../alert/timestamp.ts';
import { fileLines } from './fileLines.ts';
import { memberSpan } from './memberSpan.ts';
import { TraceError } from './traceError.ts';

/** One webhook of a recorded trace. */
export interface TraceLine {
  readonly line: number;
  readonly sentAt: Instant;
  /** The first part of `from`; the replicas of a pair are one integration. */
  readonly integration: string;
  /** The body as it was written. */
  readonly body: string;
}

const REMEDY: Readonly<Record<string, string>> = {
  sentAt: 'write when it was sent, as in 2026-01-31T12:00:00.000Z',
  from: 'write who sent it, as integration/replica',
  body: 'write the webhook as it was sent, an object',
};

/**
 * The webhooks of a trace, one a line: `sentAt` (RFC 3339), `from` (`integration/replica`) and `body` (the webhook, as an object
 * or as its text). Other members are left alone.
 * @throws TraceError for a line that cannot be read or was sent before the one above it
 */
export function* readTrace(file: string): Generator<TraceLine> {
  let last = Number.NEGATIVE_INFINITY;
  for (const { number, text } of fileLines(file)) {
    const line = readLine(file, number, text);
    if (line.sentAt < last) {
      const message = `sentAt is ${rfc3339(line.sentAt)}, before that of the line above it (${rfc3339(last)}): sort the trace by sentAt`;
      throw new TraceError(file, number, message);
    }
    last = line.sentAt;
    yield line;
  }
}

function readLine(file: string, line: number, text: string): TraceLine {
  // The body is most of the line and is parsed where it is read, so it is taken out as it stands.
  const span = memberSpan(text, 'body');
  const rest = span === null ? text : `${text.slice(0, span.from)}0${text.slice(span.to)}`;
  const { sentAt, from } = envelopeOf(file, line, parse(file, line, rest));
  if (span === null) throw new TraceError(file, line, `body is missing: ${REMEDY.body}`);
  const timestamp = canonicalTimestamp(sentAt);
  if (timestamp === null) throw new TraceError(file, line, `sentAt is ${shown(sentAt)}, not a time: ${REMEDY.sentAt}`);
  const [integration = ''] = from.split('/');
  if (integration === '') throw new TraceError(file, line, `from is ${shown(from)}: ${REMEDY.from}`);
  return { line, sentAt: instantOf(timestamp), integration, body: bodyOf(file, line, text.slice(span.from, span.to).trim()) };
}

/** By hand, because it runs for every line. */
function envelopeOf(file: string, line: number, value: unknown): { sentAt: string; from: string } {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TraceError(file, line, 'the line is not an object: write one webhook a line');
  const { sentAt, from } = value as Record<string, unknown>;
  if (typeof sentAt === 'string' && typeof from === 'string') return { sentAt, from };
  const member = typeof sentAt === 'string' ? 'from' : 'sentAt';
  throw new TraceError(file, line, `${member} is missing or no text: ${REMEDY[member]}`);
}

function bodyOf(file: string, line: number, written: string): string {
  if (!written.startsWith('"')) return written;
  const text = parse(file, line, written);
  return typeof text === 'string' ? text : written;
}

function parse(file: string, line: number, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new TraceError(file, line, `the line is not JSON (${why}): write one webhook a line`);
  }
}

function shown(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
