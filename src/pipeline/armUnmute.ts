import type { Instant } from '../alert/timestamp.ts';
import type { Workspace } from './workspace.ts';

/** More receivers may be told from these hours on: each hour by itself, so that what another receiver waits for is not put off. */
export function armUnmute(work: Workspace, incident: number, hours: Iterable<Instant | null | undefined>): void {
  for (const dueAt of hours) {
    if (dueAt === null || dueAt === undefined) continue;
    const key = `unmute:${incident}:${dueAt}`;
    work.setTimer({ key, kind: 'unmute', dueAt, incident, integration: null, fingerprint: null });
  }
}
