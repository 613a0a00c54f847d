import { SourceError } from '../sourceError.ts';
import { TooMuchError } from '../tooMuchError.ts';
import type { RawTrace, RawTraces } from './traceSource.ts';

/** Of so many recent ones the slowest are shown. */
const LOOKED_AT = 20;

export interface Search {
  readonly most: number;
  /** At most `limit` recent traces: those with errors, or any. */
  recent(which: 'errors' | 'any', limit: number): Promise<readonly RawTrace[]>;
}

/** Those with errors first; the slowest of the recent ones where there are not enough of them. Both newest respectively slowest first. */
export async function chooseTraces({ most, recent }: Search): Promise<Pick<RawTraces, 'traces' | 'partial'>> {
  const failed = [...(await fewer([most, 1], (limit) => recent('errors', limit)))].sort((a, b) => b.startedAt - a.startedAt);
  const errors = distinct(failed).slice(0, most);
  if (errors.length === most) return { traces: errors, partial: null };
  try {
    const any = await fewer([LOOKED_AT, most, 1], (limit) => recent('any', limit));
    const slowest = [...any].sort((a, b) => Number(b.hasError) - Number(a.hasError) || b.durationMs - a.durationMs);
    return { traces: distinct([...errors, ...slowest]).slice(0, most), partial: null };
  } catch (error) {
    if (!(error instanceof SourceError) || errors.length === 0) throw error;
    return { traces: errors, partial: `only those with errors: for the slowest it ${error.message}` };
  }
}

/** Traces of many thousand spans: fewer of them may be short enough to be read. */
async function fewer<T>(limits: readonly number[], ask: (limit: number) => Promise<T>): Promise<T> {
  const [limit = 1, ...rest] = limits;
  try {
    return await ask(limit);
  } catch (error) {
    if (!(error instanceof TooMuchError) || rest.length === 0) throw error;
    return fewer(rest, ask);
  }
}

function distinct(traces: readonly RawTrace[]): RawTrace[] {
  return [...new Map(traces.map((trace) => [trace.id, trace])).values()];
}
