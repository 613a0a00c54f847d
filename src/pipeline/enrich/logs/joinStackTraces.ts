import { type EventState, firstState, nextState } from './eventState.ts';
import type { RawLine } from './logSource.ts';

const MOST_LINES = 200;
const MOST_LENGTH = 16 * 1024;
/** A trace is written at once: what comes later is of another event, or of another stream. */
const AT_ONCE_MS = 1000;

interface OpenEvent {
  readonly first: RawLine;
  readonly texts: string[];
  state: EventState;
  length: number;
  leftOut: number;
  traceId: string | undefined;
  level: string | undefined;
}

/**
 * Puts the lines of one event together, each with the time of its first line: stack traces of the usual languages, what is indented below
 * an error, private keys and JSON written over several lines. It takes lines before redaction, so that the redactor sees a secret that
 * spans lines in one piece: join, then redact each event.
 *
 * Only lines that follow each other and are within a second of the first are put together: where streams are mixed, a line of another
 * stream ends the event. At most 200 lines or 16 Ki UTF-16 units; of what is beyond, only the number of lines is said. A line of the
 * source that holds several counts as one. Linear in the length of the text.
 */
export function joinStackTraces(lines: readonly RawLine[]): RawLine[] {
  const events: RawLine[] = [];
  let open: OpenEvent | null = null;
  for (const [i, line] of lines.entries()) {
    const text = line.text.replace(/[\r\n]+$/, '');
    const following = lines[i + 1]?.text ?? null;
    if (open === null || !continues(open, line, text, following)) {
      if (open !== null) events.push(closed(open));
      const { traceId, level } = line;
      open = {
        first: line,
        texts: [text],
        state: stateOf(text, null, following),
        length: text.length,
        leftOut: 0,
        traceId,
        level,
      };
    }
  }
  if (open !== null) events.push(closed(open));
  return events;
}

/** Takes the line into the event where it belongs there. */
function continues(open: OpenEvent, line: RawLine, text: string, following: string | null): boolean {
  if (line.at - open.first.at > AT_ONCE_MS || line.at < open.first.at) return false;
  const lineBreak = text.indexOf('\n');
  const head = lineBreak < 0 ? text : text.slice(0, lineBreak);
  const after = lineBreak < 0 ? following : text.slice(lineBreak + 1);
  const next = nextState(open.state, withoutReturn(head), after === null ? null : firstLineOf(after));
  if (next === null) return false;
  open.state = lineBreak < 0 ? next : stateOf(text.slice(lineBreak + 1), next, following);
  open.traceId ??= line.traceId;
  open.level ??= line.level;
  if (open.leftOut > 0 || open.texts.length >= MOST_LINES || open.length + 1 + text.length > MOST_LENGTH) open.leftOut += 1;
  else {
    open.texts.push(text);
    open.length += 1 + text.length;
  }
  return true;
}

/** The state after a text that may hold several lines. */
function stateOf(text: string, before: EventState | null, following: string | null): EventState {
  let state = before;
  const lines = text.split('\n');
  for (const [i, each] of lines.entries()) {
    const line = withoutReturn(each);
    const next = lines[i + 1] ?? (following === null ? null : firstLineOf(following));
    state = (state === null ? null : nextState(state, line, next)) ?? firstState(line);
  }
  return state ?? 'line';
}

function closed({ first, texts, leftOut, traceId, level }: OpenEvent): RawLine {
  const end = leftOut === 0 ? [] : [`… ${leftOut} more ${leftOut === 1 ? 'line' : 'lines'} left out`];
  return {
    at: first.at,
    text: [...texts, ...end].join('\n'),
    ...(traceId === undefined ? {} : { traceId }),
    ...(level === undefined ? {} : { level }),
  };
}

function firstLineOf(text: string): string {
  const end = text.indexOf('\n');
  return withoutReturn(end < 0 ? text : text.slice(0, end));
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
