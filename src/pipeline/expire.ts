import { alertKey, type Episode } from '../alert/alert.ts';
import { Changes } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { conclude } from './conclude.ts';
import type { Timer } from './decision.ts';
import { listAlerts } from './listAlerts.ts';
import { endEpisode, lateFiringKey } from './sightings.ts';
import type { Workspace } from './workspace.ts';

/** Alerts whose sender repeats what fires, and has not repeated these: they are over, all that run out at this moment together. */
export function expire(work: Workspace, timer: Timer, policy: Policy): void {
  const changes = new Changes();
  for (const { integration, fingerprint } of [timer, ...work.timers.takeAlong(timer)]) {
    if (integration === null || fingerprint === null) continue;
    const last = work.episode(alertKey({ integration, fingerprint }));
    // A late word that is not repeated is none.
    if (last?.status === 'resolved') work.clearTimer(lateFiringKey(last));
    if (last?.status === 'firing') endEpisode(work, changes, last, { endsAt: null }, policy);
  }
  for (const change of changes.all()) {
    sayNotHeardOf(work, change.incident.number, change.ended);
    conclude(work, change, policy);
  }
}

function sayNotHeardOf(work: Workspace, incident: number, ended: readonly Episode[]): void {
  work.say({
    incident,
    clockSource: 'received',
    type: 'alert',
    actor: 'tocsin',
    source: 'rule',
    text: `Not repeated any more, so taken as over: ${listAlerts(ended)}`,
    data: { count: ended.length },
  });
}
