import { alertKey, type Episode } from '../alert/alert.ts';
import { Changes } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { conclude } from './conclude.ts';
import type { Timer } from './decision.ts';
import { endEpisode } from './endEpisode.ts';
import { listAlerts } from './listAlerts.ts';
import { listensSince } from './listening.ts';
import { lateFiringKey } from './sightings.ts';
import type { Workspace } from './workspace.ts';

/** Prometheus repeats what fires every minute or so: whoever does gets the time to say so. */
const HEARD_WITHIN_MS = 300_000;

/** Alerts whose sender repeats what fires, and has not repeated these: they are over, all that run out at this moment together. */
export function expire(work: Workspace, timer: Timer, policy: Policy): void {
  const changes = new Changes();
  const since = listensSince(work);
  const heardBy = since + HEARD_WITHIN_MS;
  for (const each of [timer, ...work.timers.takeAlong(timer)]) {
    const { integration, fingerprint } = each;
    if (integration === null || fingerprint === null) continue;
    const last = work.episode(alertKey({ integration, fingerprint }));
    // A late word that is not repeated is none.
    if (last?.status === 'resolved') work.clearTimer(lateFiringKey(last));
    if (last?.status !== 'firing') continue;
    if (last.receivedAt < since && work.now < heardBy) work.setTimer({ ...each, dueAt: heardBy });
    else endEpisode(work, changes, last, { endsAt: null }, policy);
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
