import type { Episode } from '../alert/alert.ts';
import { labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import { silenceState } from '../silence/silence.ts';
import type { Policy } from './compilePolicy.ts';
import type { Timer } from './decision.ts';
import { expire } from './silencing.ts';
import type { Workspace } from './workspace.ts';

/** What resolves one after the other is looked at once. */
const SETTLES_MS = 1_000;

/** An alert has resolved: silences that last only as long as what they fit are looked at in a moment. */
export function watchResolved(work: Workspace, episode: Episode, policy: Policy): void {
  for (const silence of work.silences.untilResolved()) {
    if (silenceState(silence, work.now) !== 'active' || !fits(work, silence.id, episode, policy)) continue;
    const dueAt = work.now + SETTLES_MS;
    const key = `idle:silence:${silence.id}`;
    work.setTimer({ key, kind: 'silence_idle', dueAt, incident: null, integration: null, fingerprint: null });
  }
}

/** The bite of a `silence_idle` timer: the silence expires once no alert that it fits was found firing in any. */
export function checkIdle(work: Workspace, timer: Timer, policy: Policy): void {
  const bite = work.takeBite(timer);
  const silence = work.silences.get(timer.key.slice('idle:silence:'.length));
  if (!bite || !silence || silenceState(silence, work.now) !== 'active') return;
  const firing = bite.alerts.flatMap((key) => work.episode(key) ?? []).filter(({ status }) => status === 'firing');
  if (firing.some((episode) => fits(work, silence.id, episode, policy))) return;
  const [integration = null, fingerprint = null] = bite.alerts.at(-1)?.split('\u001f') ?? [];
  if (bite.more) work.setTimer({ ...timer, dueAt: work.now, integration, fingerprint });
  else expire(work, silence, 'everything it hid has resolved');
}

function fits(work: Workspace, id: string, { labels }: Episode, policy: Policy): boolean {
  const severity = severityOf(labelValue(labels, 'severity'), policy.severities);
  return work.silences.fits(id, labels, severity, policy.timeIntervals);
}
