import type { Episode } from '../alert/alert.ts';
import type { Change } from './change.ts';
import { listAlerts } from './listAlerts.ts';
import { saySeverity } from './saySeverity.ts';
import type { Workspace } from './workspace.ts';

/** What an entry did to an incident, on its timeline. */
export function sayWhatHappened(work: Workspace, change: Change): void {
  const { incident, admitted, ended } = change;
  const base = { incident: incident.number, clockSource: 'received' as const, actor: 'tocsin', source: 'alertmanager' };
  if (change.opened || change.reopened) {
    const text = change.opened
      ? `Incident opened: ${incident.title}`
      : `Reopened: its alerts fire again (opening ${incident.opening})`;
    work.say({ ...base, type: 'status', text, data: { status: 'triggered', opening: incident.opening } });
  }
  if (change.raised) saySeverity(work, incident);
  if (admitted.length > 0) {
    const episodes = admitted.map(({ episode }) => episode);
    work.say({ ...base, type: 'alert', text: `Firing: ${listAlerts(episodes)}`, data: alertData('firing', episodes) });
  }
  if (ended.length > 0) {
    work.say({ ...base, type: 'alert', text: `Resolved: ${listAlerts(ended)}`, data: alertData('resolved', ended) });
  }
}

function alertData(status: string, episodes: readonly Episode[]): Record<string, unknown> {
  return { status, count: episodes.length, fingerprints: episodes.slice(0, 100).map((episode) => episode.fingerprint) };
}
