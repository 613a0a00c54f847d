import type { Incident } from '../incident/incident.ts';
import { truncatedCount } from '../incident/transitions.ts';
import type { Policy } from './compilePolicy.ts';
import type { Timer } from './decision.ts';
import { isFree, judgedNow } from './firingNow.ts';
import { hasHours, mayHide } from './mayHide.ts';
import { muted } from './mute.ts';
import { NOBODY, tell } from './tell.ts';
import { throttle } from './throttle.ts';
import type { Workspace } from './workspace.ts';

/** Nobody has acknowledged it: it is told again, unless everything that fires in it is held by now. */
export function repeat(work: Workspace, timer: Timer, incident: Incident, policy: Policy): void {
  if (incident.status !== 'triggered') return;
  const bite = work.takeBite(timer);
  if (!bite) return;
  if (!mayHide(work, policy)) return tellAgain(work, incident, policy);
  let until = work.now + policy.repeatIntervalMs;
  const by = new Set<string>();
  for (const key of bite.alerts) {
    const episode = work.episode(key);
    if (episode?.status !== 'firing' || episode.incident !== incident.number) continue;
    const judged = judgedNow(work, episode, policy);
    if (isFree(judged)) return tellAgain(work, incident, policy);
    until = Math.min(until, judged.held?.until ?? until);
    by.add(judged.held?.by ?? episode.held?.by ?? '');
  }
  const [integration = null, fingerprint = null] = bite.alerts.at(-1)?.split('\u001f') ?? [];
  if (bite.more) return work.setTimer({ ...timer, dueAt: work.now, integration, fingerprint });
  // Nothing of it fires, and it is open because its alerts are left out by the sender, or because it flaps.
  const isEmpty = fingerprint === null && timer.fingerprint === null;
  if (isEmpty && (incident.flapping === null || truncatedCount(incident) > 0)) return tellAgain(work, incident, policy);
  work.setTimer({ ...timer, dueAt: Math.max(until, work.now + 1), integration: null, fingerprint: null });
  if (isEmpty) return;
  const words = [...by].sort();
  const isSilenced = words.length === 1 && by.has('silence');
  const how = isSilenced ? 'silenced' : `held back (${words.join(', ')})`;
  sayNotAgain(work, incident, `everything that fires in it is ${how}`, words[0] ?? '');
}

function tellAgain(work: Workspace, incident: Incident, policy: Policy): void {
  const quiet = hasHours(policy) ? muted(work, incident, [], policy) : NOBODY;
  const { silent } = throttle(work, incident, 'repeat', quiet, policy);
  tell(work, incident, 'repeat', `Still firing, nobody has acknowledged it: ${incident.title}`, policy, silent);
}

function sayNotAgain(work: Workspace, { number }: Incident, why: string, by: string): void {
  work.say({
    ...{ incident: number, clockSource: 'received', type: 'decision', actor: 'tocsin', source: 'rule' },
    text: `Not told again: ${why}`,
    data: { by },
  });
}
