import { type Alert, alertKey } from '../alert/alert.ts';
import { expiryKey } from './expiryKey.ts';
import type { Workspace } from './workspace.ts';

/**
 * Of the time that an alert lasts: so much later than its end the timer is put when it has to be moved. So the next repeats
 * move nothing and write nothing, and an alert is never over too early.
 */
const SLACK = 1 / 4;
const SECOND_MS = 1_000;

/**
 * Arms the timer of an alert that its sender repeats for as long as it fires, exactly at first. A repeat moves it only where it
 * would be too early otherwise. Whole seconds, so that what was posted together is over together.
 */
export function keepExpiry(work: Workspace, alert: Alert): void {
  const { integration, fingerprint, lastsMs } = alert;
  if (lastsMs === undefined) return;
  const key = expiryKey(alert);
  const armed = work.timers.get(key);
  if (lastsMs === 0) {
    // The end of an older episode ends nothing.
    if (armed && work.episode(alertKey(alert))?.status !== 'firing') work.clearTimer(key);
    return;
  }
  const until = work.now + lastsMs;
  if (armed && armed.dueAt >= until) return;
  const dueAt = SECOND_MS * Math.ceil((until + (armed ? lastsMs * SLACK : 0)) / SECOND_MS);
  work.setTimer({ key, kind: 'expiry', dueAt, incident: null, integration, fingerprint });
}
