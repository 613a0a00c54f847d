import { rfc3339 } from '../alert/timestamp.ts';
import { keepsId } from '../silence/keepsId.ts';
import { type Silence, silenceState } from '../silence/silence.ts';
import { formatSilenceMatcher } from '../silence/silenceMatcher.ts';
import type { Timer } from './decision.ts';
import type { SilenceSet } from './entry.ts';
import { releaseAt } from './releaseAt.ts';
import type { Workspace } from './workspace.ts';

/** A silence begins, or changes. */
export function decideSilenceSet(work: Workspace, asked: SilenceSet): void {
  const { now } = work;
  const {
    silence: id,
    replaces,
    matchers,
    endsAt,
    createdBy,
    comment,
    annotations,
    source,
    recurrence,
    expiresWhenResolved,
  } = asked;
  const before = replaces === null ? null : work.silences.get(replaces);
  const isLive = before !== null && silenceState(before, now) !== 'expired';
  const startsAt = asked.startsAt ?? (isLive ? before.startsAt : now);
  const said = { endsAt, createdBy, comment, annotations, source, recurrence, expiresWhenResolved, updatedAt: now };
  if (before && keepsId(before, { matchers, recurrence, startsAt, endsAt }, now)) {
    return put(work, { ...before, ...said, startsAt });
  }
  if (isLive) expire(work, before, `it was replaced by ${id}`);
  const nothingYet = { endedAt: null, endedBecause: null, hidden: 0, hiding: 0, hiddenNames: [], incidents: [] };
  put(work, { ...nothingYet, ...said, id, matchers, startsAt: Math.max(now, startsAt) });
}

export function decideSilenceExpire(work: Workspace, id: string, by: string): void {
  const silence = work.silences.get(id);
  if (silence && silenceState(silence, work.now) !== 'expired') expire(work, silence, `${by} ended it`);
}

/** It hides nothing from now on. What it held is judged again once its end is settled, which is at once. */
export function expire(work: Workspace, silence: Silence, because: string): void {
  const { now } = work;
  put(work, { ...silence, startsAt: Math.min(silence.startsAt, now), endsAt: now, updatedAt: now, endedBecause: because });
}

function put(work: Workspace, silence: Silence): void {
  work.silences.put(silence, work.entry.position);
  const key = `end:silence:${silence.id}`;
  const dueAt = Math.max(work.now, silence.endsAt);
  work.setTimer({ key, kind: 'silence_end', dueAt, incident: null, integration: null, fingerprint: null });
}

/** It is over: the incidents that it held alerts of have its receipt, and what still fires of them is judged again. */
export function endSilence(work: Workspace, timer: Timer): void {
  if (!work.takeBite(timer)) return;
  const silence = work.silences.get(timer.key.slice('end:silence:'.length));
  if (!silence) return;
  const ended = { ...silence, endedAt: work.now, endedBecause: silence.endedBecause ?? 'its time was over' };
  work.silences.put(ended, work.entry.position);
  for (const number of silence.incidents) sayReceipt(work, number, ended);
  releaseAt(work, `silence:${silence.id}`, work.now);
}

function sayReceipt(work: Workspace, number: number, silence: Silence): void {
  const incident = work.incident(number);
  if (!incident) return;
  const { id, createdBy, endedBecause, hidden, hiding, hiddenNames } = silence;
  const what = silence.matchers.map(formatSilenceMatcher).join(', ');
  const still =
    hiding > 0
      ? `${hiding} of them still ${hiding === 1 ? 'fires' : 'fire'}, and may be told now`
      : 'none of them fires any more';
  work.say({
    incident: number,
    clockSource: 'received',
    type: 'decision',
    actor: 'tocsin',
    source: 'rule',
    text: `The silence of ${createdBy} on ${what} ended (${endedBecause}). It hid ${hidden} ${hidden === 1 ? 'alert' : 'alerts'}: ${hiddenNames.join(', ')}; ${still}`,
    data: { silence: id, hidden, still_firing: hiding, names: hiddenNames, starts_at: rfc3339(silence.startsAt) },
  });
}
