import type { Evidence } from '../evidence/evidence.ts';

/** The trace that a person would open first: of those that were found, else the first that the log lines speak of; null: none. */
export function foundTrace(evidence: readonly Pick<Evidence, 'content'>[]): string | null {
  let inLines: string | null = null;
  for (const { content } of evidence) {
    if (content?.kind === 'traces' && content.traces[0]) return content.traces[0].id;
    if (content?.kind === 'logs') inLines ??= content.patterns.find(({ traces }) => traces.length > 0)?.traces[0]?.id ?? null;
  }
  return inLines;
}
