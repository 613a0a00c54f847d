import type { RawLine } from './logSource.ts';

/** Names under which a trace's id and a line's level stand beside the line: OpenTelemetry's, ECS's, Loki's and what libraries use. */
const TRACE = ['trace_id', 'traceId', 'traceID', 'TraceId', 'TraceID', 'trace.id', 'otelTraceID'];
const LEVEL = ['level', 'detected_level', 'severity', 'severity_text', 'log.level', 'lvl', 'loglevel'];
const LONGEST = 128;

/** What a source has beside a line; `fieldOf` gives a field's text, or undefined. */
export function besideLine(fieldOf: (name: string) => string | undefined): Pick<RawLine, 'traceId' | 'level'> {
  const first = (names: readonly string[]): string | undefined => {
    for (const name of names) {
      const value = fieldOf(name);
      if (value !== undefined && value !== '' && value.length <= LONGEST) return value;
    }
    return undefined;
  };
  const traceId = first(TRACE);
  const level = first(LEVEL);
  return { ...(traceId !== undefined && { traceId }), ...(level !== undefined && { level }) };
}
