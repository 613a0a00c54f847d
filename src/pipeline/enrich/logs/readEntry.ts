import type { Redacted } from '../../../redact/redacted.ts';
import { levelOf } from './levelOf.ts';
import { levelWord } from './levelWord.ts';
import type { LogEntry } from './logEntry.ts';
import type { RawLine } from './logSource.ts';
import { traceIdOf } from './traceIdOf.ts';

const TRACE_ID = /^(?!0+$)(?:[0-9a-f]{16}){1,2}$/;

/** The entry that a line, joined and redacted, is. What the text says of itself goes before what the source says of it. */
export function readEntry({ at, level, traceId }: Omit<RawLine, 'text'>, text: Redacted): LogEntry {
  const given = traceId?.toLowerCase() ?? '';
  return {
    at,
    text,
    level: levelOf(text) ?? (level === undefined ? null : levelWord(level)),
    traceId: traceIdOf(text) ?? (TRACE_ID.test(given) ? given : null),
  };
}
