import { alertKey, type Episode } from '../alert/alert.ts';
import type { Incident } from '../incident/incident.ts';
import type { NoiseWord, SuppressedBy } from './decision.ts';
import { count } from './ledger.ts';
import type { Opinion } from './noise/rule.ts';
import type { Trace } from './trace.ts';
import type { Workspace } from './workspace.ts';

/** Holds that put off: when they end unfulfilled, the ledger moves from deferred to suppressed. */
const PUTS_OFF: ReadonlySet<string> = new Set<NoiseWord>(['hold_down', 'changes']);

/** Holds that a second sign may end. */
export const AWAITS_SIGN: ReadonlySet<string> = new Set<NoiseWord>(['changes', 'flapping']);

/** Says that nobody is told of an alert now, and arms what will judge it again. The episode is already the rule's. */
export function hold(work: Workspace, episode: Episode, opinion: Opinion, trace: Trace | null): void {
  const { by, until, because } = opinion;
  if (opinion.do === 'defer') {
    work.judge(episode, { do: 'defer', by, until: until ?? work.now, because }, trace);
    count(work.counts, 'deferred');
  } else {
    work.judge(episode, { do: 'suppress', by, because }, trace);
    count(work.counts, `suppressed.${by}`);
  }
  work.silences.hid(opinion, episode, work.entry.position);
  work.addHeld(opinion.key);
  arm(work, episode, opinion);
  const incident = episode.incident === null ? null : work.incident(episode.incident);
  if (AWAITS_SIGN.has(by) && incident) incident.awaitingSign += 1;
}

/** Holds an alert that nothing held until now. */
export function holdBack(work: Workspace, incident: Incident, known: Episode, opinion: Opinion, trace: Trace | null): void {
  const latest = work.episode(alertKey(known));
  if (latest && (latest.status === 'resolved' || latest.startsAt !== known.startsAt)) {
    // It came and went within one entry, or came again.
    work.judge(known, { do: 'suppress', by: opinion.by, because: opinion.because }, trace);
    return count(work.counts, `suppressed.${opinion.by}`);
  }
  const episode: Episode = { ...known, held: { by: opinion.by, key: opinion.key } };
  incident.held += 1;
  work.touch(incident);
  work.putEpisode(episode);
  hold(work, episode, opinion, trace);
}

/** One alert's own hold has its own timer; what many alerts share ends for all of them at once. */
export function arm(work: Workspace, episode: Episode, { key, until }: Pick<Opinion, 'key' | 'until'>): void {
  if (until === null) return;
  if (isOwn(episode, key)) {
    const { integration, fingerprint } = episode;
    work.setTimer({ key: `hold:${key}`, kind: 'hold', dueAt: until, incident: episode.incident, integration, fingerprint });
  } else {
    work.setTimer({ key: `release:${key}`, kind: 'release', dueAt: until, incident: null, integration: null, fingerprint: null });
  }
}

function isOwn(episode: Episode, key: string): boolean {
  return key.endsWith(`:${alertKey(episode)}`);
}

/** Takes the hold off an alert, whether it is to be told now or has ended. Its incident counts one held alert less. */
export function letGo(work: Workspace, episode: Episode, because: 'ended' | 'judged again'): void {
  const { held } = episode;
  if (!held) return;
  const by = held.by as SuppressedBy;
  work.silences.freed(held, work.entry.position);
  if (PUTS_OFF.has(by)) {
    count(work.counts, 'deferred', -1);
    if (because === 'ended') count(work.counts, `suppressed.${by}`);
    work.clearTimer(`hold:${held.key}`);
  } else if (because === 'judged again') count(work.counts, `suppressed.${by}`, -1);
  const incident = episode.incident === null ? null : work.incident(episode.incident);
  if (incident) incident.held -= 1;
  if (AWAITS_SIGN.has(by) && incident) incident.awaitingSign = Math.max(0, incident.awaitingSign - 1);
  episode.held = null;
}
