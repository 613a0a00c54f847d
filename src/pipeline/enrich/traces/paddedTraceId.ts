import { traceId } from './traceId.ts';

/** An id from which zeros at its front were left out, as Tempo and older Jaegers do; null where it is none. */
export function paddedTraceId(text: string): string | null {
  return text.length === 0 || text.length > 32 ? null : traceId(text.padStart(text.length <= 16 ? 16 : 32, '0'));
}
