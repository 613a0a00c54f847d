import type { Evidence } from '../evidence/evidence.ts';

/** What a piece of evidence can be asked for: every line of a log, or a graph as a picture, as it was or as it is now. */
export type EvidenceFile = 'log' | 'graph.svg' | 'graph.png' | 'live.svg';

/** Where one of its files is; null: it has none. */
export function evidencePath({ id, incident, hasFile, content }: Evidence, file: EvidenceFile): string | null {
  const isThere = file === 'log' ? hasFile : content?.kind === 'graph';
  return isThere ? `/api/v1/incidents/${incident}/evidence/${encodeURIComponent(id)}/${file}` : null;
}
