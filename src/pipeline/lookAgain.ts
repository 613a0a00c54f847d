import type { Instant } from '../alert/timestamp.ts';
import type { TimerKind } from './decision.ts';
import type { Workspace } from './workspace.ts';

/** All of an incident is looked at again at that time; of each kind there is one such look at most, the last that was asked for. */
export function lookAgain(work: Workspace, kind: TimerKind, incident: number, dueAt: Instant): void {
  work.setTimer({ key: `${kind}:${incident}`, kind, dueAt, incident, integration: null, fingerprint: null });
}
