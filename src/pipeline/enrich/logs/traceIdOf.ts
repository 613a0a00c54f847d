/**
 * `trace_id`, `traceId`, `traceID`, `trace.id`, `otelTraceID` and `X-B3-TraceId`, in JSON (also inside a JSON string), logfmt, brackets or as
 * a header. What goes before tells `parent_trace_id` and Datadog's decimal `dd.trace_id` apart.
 */
const KEYED =
  /(?<![A-Za-z0-9_-])(?:otel_?|x-b3-)?trace[._-]?id\\{0,3}["']?\s{0,4}[:=]\s{0,4}\\{0,3}["']?([0-9a-f]{16}(?:[0-9a-f]{16})?)(?![\w-])/gi;
/** https://www.w3.org/TR/trace-context/#traceparent-header: version ff is none. */
const TRACEPARENT =
  /(?<![A-Za-z0-9_-])traceparent\\{0,3}["']?\s{0,4}[:=]\s{0,4}\\{0,3}["']?(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(?![\da-f])/gi;
const DATADOG = /(?<![A-Za-z0-9])dd(?:\.|\\{0,3}["']?\s{0,4}:\s{0,4}\{[^{}]{0,100})$/;

/**
 * The trace that a line names by a key, in lower case: 32 or 16 hex digits, not all zero. Null: none; a hex string without a key is not
 * taken for one. Linear in the length of the text.
 */
export function traceIdOf(text: string): string | null {
  const found = [...text.matchAll(KEYED), ...text.matchAll(TRACEPARENT)]
    .filter((match) => !DATADOG.test(text.slice(Math.max(0, match.index - 120), match.index)))
    .filter(([, id = '']) => /[^0]/.test(id))
    .sort((a, b) => a.index - b.index);
  return found[0]?.[1]?.toLowerCase() ?? null;
}
