import type { Incident } from '../incident/incident.ts';
import type { MemoryKey } from './ruleMemory.ts';
import type { Workspace } from './workspace.ts';

/** Under which key it stands that alerts of an incident wait for a second sign. */
export function awaitsSign(incident: number): MemoryKey<true> {
  return `awaits_sign:${incident}`;
}

/**
 * An incident has got alerts. Those of it that wait for a second sign are judged again right after this entry, when all of the
 * incident is loaded: the sign may have come with what was there before them.
 */
export function lookForSecondSign(work: Workspace, incident: Incident): void {
  const { number, held } = incident;
  // What is remembered was read only of incidents in which something is held.
  if (held === 0 || !work.memory.recall(awaitsSign(number))) return;
  const key = `second_sign:${number}`;
  work.setTimer({ key, kind: 'second_sign', dueAt: work.now, incident: number, integration: null, fingerprint: null });
}
