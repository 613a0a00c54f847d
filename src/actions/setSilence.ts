import { randomUUID } from 'node:crypto';
import { formatDuration } from '../alert/duration.ts';
import { emptyLabels } from '../alert/labels.ts';
import { type Instant, rfc3339 } from '../alert/timestamp.ts';
import { TocsinError } from '../errors.ts';
import type { SilenceSet } from '../pipeline/entry.ts';
import type { PolicySource } from '../pipeline/policy.ts';
import { hoursFrom } from '../silence/hoursFrom.ts';
import { keepsId } from '../silence/keepsId.ts';
import { matcherFaults } from '../silence/matcherFaults.ts';
import { type Recurrence, type Silence, type SilenceMatcher, silenceState } from '../silence/silence.ts';
import { readSilence } from '../store/readSilences.ts';
import type { ActDeps } from './actDeps.ts';

/** A silence as somebody asks for it. */
export interface SilenceRequest
  extends Pick<
    Silence,
    'matchers' | 'endsAt' | 'createdBy' | 'comment' | 'annotations' | 'source' | 'recurrence' | 'expiresWhenResolved'
  > {
  /** The one it changes; null: a new one. */
  readonly replaces: string | null;
  /** Null: now, or that of the one it changes. */
  readonly startsAt: Instant | null;
}

export interface SilenceAct {
  /** The silence's. While the act is not decided: the one it is going to have, as far as is known now. */
  readonly id: string;
  /** The journal's entry. */
  readonly entry: string;
  readonly decided: boolean;
}

/**
 * Begins a silence, or changes one. A change of what it hides, of its hours or of the start of an active one makes a new silence
 * with a new id, and the old one expires; every other change keeps the id.
 * @throws TocsinError `bad_request` with each fault in `details`, `not_found` for an unknown `replaces`
 */
export async function setSilence(deps: ActDeps, request: SilenceRequest, correlationId?: string): Promise<SilenceAct> {
  const asked = cleaned(request);
  const now = deps.clock.now();
  const before = asked.replaces === null ? null : await readSilence(deps.db, asked.replaces);
  if (asked.replaces !== null && !before) {
    throw new TocsinError('not_found', `There is no silence ${JSON.stringify(asked.replaces.slice(0, 50))}.`);
  }
  const isLive = before !== null && silenceState(before, now) !== 'expired';
  const startsAt = asked.startsAt ?? (isLive ? before.startsAt : now);
  const keeps = before !== null && keepsId(before, { ...asked, startsAt }, now);
  const faults = [
    ...matcherFaults(asked.matchers),
    ...timeFaults(keeps ? startsAt : Math.max(now, startsAt), asked, now, deps.policy()),
    ...recurrenceFaults(asked.recurrence, deps.policy()),
  ];
  if (faults.length === 0) faults.push(...hourFaults(Math.max(now, startsAt), asked, deps.policy()));
  if (faults.length > 0)
    throw new TocsinError('bad_request', `The silence is refused: ${faults.join('; ')}.`, { details: faults });
  const id = randomUUID();
  const content: SilenceSet = { ...asked, kind: 'silence_set', silence: id, replaces: before?.id ?? null };
  const { entry, decided } = await deps.submit(content, correlationId);
  const isOld = decided ? (await readSilence(deps.db, id)) === null : keeps;
  return { id: isOld && before ? before.id : id, entry, decided };
}

function timeFaults(
  startsAt: Instant,
  { startsAt: given, endsAt, source }: SilenceRequest,
  now: Instant,
  policy: PolicySource,
): string[] {
  const [start, end] = [rfc3339(given ?? startsAt), rfc3339(endsAt)];
  // As the API calls it that it came by.
  const field = source === 'amtool' ? 'endsAt' : 'ends_at';
  if (endsAt <= (given ?? startsAt)) return [`${field}: ${end} is not after its start, ${start}; give a later end`];
  if (endsAt < now) return [`${field}: ${end} is in the past, it is ${rfc3339(now)} here; give a later end`];
  const { maxDurationMs } = policy.silences;
  if (endsAt - startsAt <= maxDurationMs) return [];
  const most = formatDuration(maxDurationMs);
  return [
    `${field}: ${end} is more than ${most} after its start (silences.max_duration); end it by ${rfc3339(startsAt + maxDurationMs)}`,
  ];
}

function recurrenceFaults(recurrence: Recurrence | null, { timeIntervals }: PolicySource): string[] {
  if (recurrence === null) return [];
  if (recurrence.names.length + recurrence.ranges.length === 0) {
    return ['recurrence: it holds no time interval, so that it would never hide anything; name one, or leave it out'];
  }
  const known = timeIntervals.map(({ name }) => name);
  const there = known.length > 0 ? `there is ${known.join(', ')}` : 'the configuration has no time_intervals';
  return recurrence.names
    .filter((name) => !known.includes(name))
    .map((name) => `recurrence: there is no time interval named ${JSON.stringify(name)}; ${there}`);
}

/** Hours that never come before its end: it would hide nothing, and look as if it did. */
function hourFaults(from: Instant, { recurrence, endsAt, source }: SilenceRequest, { timeIntervals }: PolicySource): string[] {
  const first = recurrence && hoursFrom(recurrence, timeIntervals, from);
  if (recurrence === null || (first !== null && first < endsAt)) return [];
  const written = recurrence.written.map((each) => JSON.stringify(each)).join(', ');
  const never = `recurrence: ${written} does not come before the silence ends, ${rfc3339(endsAt)}, so that it would never hide anything`;
  const field = source === 'amtool' ? 'endsAt' : 'ends_at';
  if (first === null) return [`${never}; those hours never come: name others, or leave them out`];
  return [`${never}; its hours begin at ${rfc3339(first)}: give a later ${field} or a longer duration, or other hours`];
}

/** What the database cannot hold (NUL, halves of characters) becomes U+FFFD, so that what is decided is what is kept. */
function cleaned(request: SilenceRequest): SilenceRequest {
  const clean = (text: string): string => text.replaceAll('\u0000', '\ufffd').toWellFormed();
  const matchers = request.matchers.map(
    (matcher): SilenceMatcher => ({ ...matcher, name: clean(matcher.name), value: clean(matcher.value) }),
  );
  const annotations = emptyLabels();
  for (const [name, value] of Object.entries(request.annotations)) annotations[clean(name)] = clean(value);
  return { ...request, matchers, annotations, createdBy: clean(request.createdBy), comment: clean(request.comment) };
}
