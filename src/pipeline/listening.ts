import type { Instant } from '../alert/timestamp.ts';
import type { MemoryKey } from './ruleMemory.ts';
import type { Workspace } from './workspace.ts';

/** Since when, without a break of Tocsin's own, senders are listened to by the rules of now. */
export const LISTENING: MemoryKey<{ readonly since: Instant }> = 'listening';

/** Nobody is missed before he could be heard. */
export function listenSince(work: Workspace, since: Instant): void {
  work.memory.remember(LISTENING, { since });
}

export function listensSince(work: Workspace): Instant {
  return work.memory.recall(LISTENING)?.since ?? 0;
}
