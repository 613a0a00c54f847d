import { traceId } from './traceId.ts';
import type { Stretch, TraceSource } from './traceSource.ts';

/** A page of `source` for a trace id that was found somewhere, as in a line of a log. Null where it is no trace id, or there is no page. */
export function traceLink(source: TraceSource, found: string, stretch: Stretch): string | null {
  const id = traceId(found);
  return id === null ? null : source.page(id, stretch);
}
