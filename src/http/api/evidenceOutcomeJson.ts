import type { EvidenceOutcome } from '../../store/readEvidenceOutcomes.ts';

/** What became of asking a source, as lists of incidents give it. */
export function evidenceOutcomeJson({ kind, source, status, because, tookMs }: EvidenceOutcome) {
  return { kind, source, status, because, took_ms: tookMs };
}
