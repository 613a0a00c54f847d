import type { Evidence } from '../evidence/evidence.ts';

/** What a piece of evidence can be asked for: every line of a log, or a graph as a picture. */
export type EvidenceFile = 'log' | 'graph.svg' | 'graph.png';

/** Where one of its files is; null: it has none. */
export function evidencePath({ id, incident, hasFile, content }: Evidence, file: EvidenceFile): string | null {
  const isThere = file === 'log' ? hasFile : content?.kind === 'graph';
  return isThere ? `/api/v1/incidents/${incident}/evidence/${encodeURIComponent(id)}/${file}` : null;
}
