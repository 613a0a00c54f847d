import type { Episode } from '../alert/alert.ts';
import type { Incident } from '../incident/incident.ts';
import { resolve, truncatedCount } from '../incident/transitions.ts';
import type { Admitted, Change } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { hold } from './hold.ts';
import { count } from './ledger.ts';
import { listAlerts } from './listAlerts.ts';
import { muted } from './mute.ts';
import type { NotifyReason } from './notify/notifier.ts';
import { addTargets, tell } from './tell.ts';
import type { Workspace } from './workspace.ts';

/** After an entry's alerts are in their incidents: who is told what of one incident, and what each alert's verdict is. */
export function conclude(work: Workspace, change: Change, policy: Policy): void {
  const { incident } = change;
  sayWhatHappened(work, change);
  for (const episode of change.ended) work.judge(episode, { do: 'resolve', because: `it stopped firing` });
  const { routed, unrouted, held } = partition(change.admitted);
  for (const { episode, held: opinion, trace } of held) if (opinion) hold(work, episode, opinion, trace);
  for (const { episode, because, trace } of unrouted) {
    work.judge(episode, { do: 'suppress', by: 'no_receiver', because }, trace);
    count(work.counts, 'suppressed.no_receiver');
  }
  const targets = routed.flatMap((admitted) => admitted.targets);
  addTargets(work, incident, targets, policy);
  if (incident.firing === 0 && incident.status !== 'resolved') close(work, change, routed, policy);
  else if (routed.length > 0) tellOfNews(work, change, routed, policy);
  else if (change.ended.length > 0 && incident.notifiedAt !== null && incident.status !== 'resolved') {
    tell(work, incident, 'some_resolved', '', policy);
  }
}

function tellOfNews(work: Workspace, change: Change, routed: readonly Admitted[], policy: Policy): void {
  const { incident } = change;
  if (incident.notifiedAt === null && (change.groupWaitMs > 0 || incident.waiting > 0)) {
    wait(work, change, routed);
    return;
  }
  const reason = reasonOf(change);
  const text = newsText(reason, incident, routed);
  for (const { episode, because, trace } of routed) work.judge(episode, { do: 'notify', reason, because }, trace);
  count(work.counts, 'notified', routed.length);
  tell(work, incident, reason, text, policy, muted(work, incident, routed));
}

function reasonOf(change: Change): NotifyReason {
  if (change.incident.notifiedAt === null) return 'first';
  if (change.reopened) return 'reopened';
  return change.raised ? 'severity_raised' : 'new_alerts';
}

function wait(work: Workspace, change: Change, routed: readonly Admitted[]): void {
  const { incident } = change;
  const key = `group_wait:${incident.number}`;
  const until = incident.triggeredAt + change.groupWaitMs;
  if (incident.waiting === 0) {
    work.setTimer({ key, kind: 'group_wait', dueAt: until, incident: incident.number, integration: null, fingerprint: null });
  }
  incident.waiting += routed.length;
  const because = 'waiting for more alerts of its group';
  for (const { episode, trace } of routed) {
    work.judge(episode, { do: 'defer', by: 'group_wait', until, because }, trace && { ...trace, wait: until });
  }
  count(work.counts, 'deferred', routed.length);
}

/** Nothing of the incident fires any more. */
function close(work: Workspace, change: Change, routed: readonly Admitted[], policy: Policy): void {
  const { incident } = change;
  const cutOff = truncatedCount(incident);
  if (cutOff > 0) {
    sayStaysOpen(work, incident, cutOff);
    if (routed.length > 0) tellOfNews(work, change, routed, policy);
    else if (incident.notifiedAt !== null) tell(work, incident, 'some_resolved', '', policy);
    return;
  }
  settleWaiting(work, incident);
  const because = 'it stopped firing before anybody could be told';
  for (const { episode, trace } of routed)
    work.judge(episode, { do: 'suppress', by: 'group_wait', because }, trace && { ...trace, gone: true });
  count(work.counts, 'suppressed.group_wait', routed.length);
  if (!resolve(incident, 'alerts', work.now)) return;
  work.touch(incident);
  saySolved(work, incident, 'every alert stopped firing');
  if (incident.notifiedAt !== null)
    tell(work, incident, 'resolved', `Resolved: nothing of #${incident.number} fires any more`, policy);
}

/** Fired and gone within `group_wait`: nobody was told, and the ledger says why. */
export function settleWaiting(work: Workspace, incident: Incident): void {
  const waiting = incident.waiting;
  incident.waiting = 0;
  count(work.counts, 'deferred', -waiting);
  count(work.counts, 'suppressed.group_wait', waiting);
  if (incident.notifiedAt === null) work.clearTimer(`group_wait:${incident.number}`);
}

export function saySolved(work: Workspace, incident: Incident, why: string): void {
  work.say({
    incident: incident.number,
    clockSource: 'received',
    type: 'status',
    actor: incident.resolvedBy === 'alerts' ? 'tocsin' : (incident.resolvedBy ?? 'tocsin'),
    source: incident.resolvedBy === 'alerts' ? 'alertmanager' : 'api',
    text: `Resolved: ${why}`,
    data: { status: 'resolved' },
  });
}

function sayStaysOpen(work: Workspace, incident: Incident, cutOff: number): void {
  work.say({
    incident: incident.number,
    clockSource: 'received',
    type: 'status',
    actor: 'tocsin',
    source: 'alertmanager',
    text: `Every alert that was sent has stopped, but the sender left out ${cutOff} (max_alerts), which may still fire: it stays open until a person resolves it`,
    data: { truncated: cutOff },
  });
}

function sayWhatHappened(work: Workspace, change: Change): void {
  const { incident, admitted, ended } = change;
  const base = { incident: incident.number, clockSource: 'received' as const, actor: 'tocsin', source: 'alertmanager' };
  if (change.opened || change.reopened) {
    const text = change.opened
      ? `Incident opened: ${incident.title}`
      : `Reopened: its alerts fire again (opening ${incident.opening})`;
    work.say({ ...base, type: 'status', text, data: { status: 'triggered', opening: incident.opening } });
  }
  if (change.raised)
    work.say({
      ...base,
      type: 'severity',
      text: `Severity raised to ${incident.severity}`,
      data: { severity: incident.severity },
    });
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

function newsText(reason: NotifyReason, incident: Incident, routed: readonly Admitted[]): string {
  const list = listAlerts(routed.map(({ episode }) => episode));
  if (reason === 'first') return list;
  if (reason === 'reopened') return `Fires again: ${list}`;
  if (reason === 'severity_raised') return `Severity is now ${incident.severity}: ${list}`;
  return `New: ${list}`;
}

function partition(admitted: readonly Admitted[]): { routed: Admitted[]; unrouted: Admitted[]; held: Admitted[] } {
  const parts = { routed: [] as Admitted[], unrouted: [] as Admitted[], held: [] as Admitted[] };
  for (const each of admitted) {
    if (each.held) parts.held.push(each);
    else (each.targets.length > 0 ? parts.routed : parts.unrouted).push(each);
  }
  return parts;
}
