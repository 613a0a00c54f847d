import { canonicalTimestamp, instantOf } from '../../../alert/timestamp.ts';
import { besideLine } from './besideLine.ts';
import type { KeyedLine } from './newestLines.ts';

/** Where a line's text stands: ECS, then what Fluent Bit, OpenTelemetry and others write. */
const TEXTS = ['message', 'log', 'msg', 'body', 'body.text', 'error.message', 'event.original'];
const STACK = 'error.stack_trace';
const BESIDE = ['trace', 'trace_id', 'traceId', 'level', 'severity', 'severity_text', 'log.level'];

/** The fields of a document that are looked at. */
export const SOURCE_FIELDS: readonly string[] = ['@timestamp', ...TEXTS, STACK, ...BESIDE];

/** More digits than milliseconds have for the next thousand years: a `date_nanos` field is sorted by nanoseconds. */
const LEAST_NANOS = 1e14;

/** A search hit as a line; null where it has no time or no text. */
export function elasticsearchHit(source: unknown, sort: unknown): KeyedLine | null {
  const field = (name: string): string | undefined => fieldText(source, name);
  const key = timeOf(Array.isArray(sort) ? sort[0] : undefined, field('@timestamp'));
  const said = TEXTS.map(field).find((text) => text !== undefined && text.trim() !== '');
  const stack = field(STACK);
  // The trace often begins with the message itself.
  const text = said === undefined || stack?.includes(said) ? stack : stack === undefined ? said : `${said}\n${stack}`;
  if (key === null || text === undefined) return null;
  return { key, line: { at: Math.trunc(key), text, ...besideLine(field) } };
}

function timeOf(sorted: unknown, written: string | undefined): number | null {
  if (typeof sorted === 'number' && Number.isFinite(sorted)) return sorted >= LEAST_NANOS ? sorted / 1e6 : sorted;
  const canonical = written === undefined ? null : canonicalTimestamp(written);
  return canonical === null ? null : instantOf(canonical);
}

/** A field by its dotted name, whether the document nests it, writes the dots into its keys, or both; of several values the first. */
function fieldText(source: unknown, name: string): string | undefined {
  const value = fieldOf(source, name.split('.'));
  const first = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first : typeof first === 'number' ? String(first) : undefined;
}

function fieldOf(record: unknown, parts: readonly string[]): unknown {
  if (parts.length === 0) return record;
  if (typeof record !== 'object' || record === null) return undefined;
  for (let many = parts.length; many > 0; many -= 1) {
    const key = parts.slice(0, many).join('.');
    if (!Object.hasOwn(record, key)) continue;
    const found = fieldOf((record as Readonly<Record<string, unknown>>)[key], parts.slice(many));
    if (found !== undefined) return found;
  }
  return undefined;
}
