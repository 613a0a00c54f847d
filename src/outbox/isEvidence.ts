import type { Head } from '../store/outboxRows.ts';

/** What was found out, as a message of its own: it comes after the page, and says nothing of whether pages get through. */
export function isEvidence(head: Pick<Head, 'kind' | 'reason'>): boolean {
  return head.kind === 'note' && head.reason === 'evidence';
}
