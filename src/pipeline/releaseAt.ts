import type { Workspace } from './workspace.ts';

/** A key that no hold has: every held alert is judged again, because the rules are other ones now. */
export const EVERYTHING = '';

/** Judges again what is held under a key, from `dueAt` on in bites: what ended may free thousands. */
export function releaseAt(work: Workspace, held: string, dueAt: number): void {
  const key = `release:${held}`;
  if (work.timers.isBeginning(key, dueAt)) return;
  work.setTimer({ key, kind: 'release', dueAt, incident: null, integration: null, fingerprint: null });
}
