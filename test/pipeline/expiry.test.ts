import { expect, it } from 'vitest';
import type { EntryContent } from '../../src/pipeline/entry.ts';
import { START } from '../fakeClock.ts';
import { aPolicy, aTarget } from './aPolicy.ts';
import { Memory, placed, webhookEntry } from './memory.ts';

const POLICY = aPolicy([[aTarget('oncall', 'console')]]);
const M = 60_000;
const S = 1_000;
const LASTS = 4 * M;

/** A Tocsin and its Prometheus. */
class Story {
  readonly memory = new Memory();
  #position = 0;

  enter(at: number, content: EntryContent) {
    this.#position += 1;
    return this.memory.decide([placed(content, this.#position, START + at)], POLICY);
  }

  post(at: number, over: object = {}, names: readonly string[] = ['Up']) {
    const time = (ms: number): string => new Date(START + ms).toISOString();
    const times = { startsAt: time(0), endsAt: time(at + LASTS) };
    const body = names.map((alertname) => ({ labels: { alertname: 'Up', job: alertname }, ...times, ...over }));
    return this.enter(at, webhookEntry(body, POLICY, 'prometheus', START + at));
  }

  tick(at: number) {
    return this.enter(at, { kind: 'tick' });
  }

  get status(): string[] {
    return [...this.memory.episodes.values()].map(({ status }) => status);
  }

  get dueAt(): number[] {
    return [...this.memory.timers.values()].filter(({ kind }) => kind === 'expiry').map(({ dueAt }) => dueAt - START);
  }
}

it('ends an alert that is not repeated, at its end', () => {
  const story = new Story();
  story.post(0);
  story.tick(LASTS - 1);
  expect(story.status).toEqual(['firing']);
  const { timeline } = story.tick(LASTS);
  expect(story.status).toEqual(['resolved']);
  expect(timeline.map(({ text }) => text)).toEqual([
    'Not repeated any more, so taken as over: Up (job=Up)',
    'Resolved: Up (job=Up)',
    'Resolved: every alert stopped firing',
    'Resolved: telling oncall/console/0',
  ]);
});

it('keeps it firing while it is repeated, and writes nothing for most repeats', () => {
  const story = new Story();
  story.post(0);
  const writes = Array.from({ length: 60 }, (_, i) => story.post((i + 1) * M)).map(
    ({ timersSet, episodes }) => [timersSet.length, episodes.length] as const,
  );
  expect(story.status).toEqual(['firing']);
  expect(writes.filter(([timers]) => timers > 0)).toHaveLength(31);
  expect(writes.filter(([, episodes]) => episodes > 0)).toEqual([]);
});

it('is never over before the end that was said last, and at most a quarter later', () => {
  for (let repeats = 1; repeats <= 12; repeats += 1) {
    const story = new Story();
    for (let i = 0; i <= repeats; i += 1) story.post(i * M);
    const [dueAt = 0] = story.dueAt;
    const end = repeats * M + LASTS;
    expect(dueAt).toBeGreaterThanOrEqual(end);
    expect(dueAt).toBeLessThanOrEqual(end + LASTS / 4);
  }
});

it('ends together what runs out together', () => {
  const story = new Story();
  story.post(0, {}, ['a', 'b', 'c']);
  const { timeline } = story.tick(LASTS);
  const said = timeline.filter(({ text }) => text.startsWith('Not repeated any more'));
  expect(said.map(({ data }) => data)).toEqual([{ count: 3 }]);
  expect(timeline.filter(({ text }) => text.startsWith('Resolved: telling'))).toHaveLength(1);
});

it('an end that is announced takes the timer with it', () => {
  const story = new Story();
  story.post(0);
  story.post(M, { endsAt: new Date(START + M).toISOString() });
  expect(story.status).toEqual(['resolved']);
  expect(story.dueAt).toEqual([]);
});

it('a pair with starts of its own is one episode', () => {
  const story = new Story();
  const other = { startsAt: new Date(START + 40 * S).toISOString() };
  story.post(0);
  const second = story.post(40 * S, other);
  expect(second.notes).toEqual([]);
  expect(second.stamps[0]?.counts).toEqual({ received: 1, duplicate: 1 });
  expect(story.post(100 * S, other).episodes).toEqual([]);
});

it('an alert without a start that is posted again and again writes nothing', () => {
  const story = new Story();
  const none = { startsAt: undefined, endsAt: undefined };
  story.post(0, none);
  const { episodes, notes } = story.post(30 * S, none);
  expect([episodes, notes]).toEqual([[], []]);
});

it('what comes back after it was not heard of fires again at once, as the same incident', () => {
  const story = new Story();
  story.post(0);
  story.tick(LASTS);
  const { notes } = story.post(LASTS + 10 * S);
  expect(notes.map(({ reason, incident }) => [reason, incident])).toEqual([['reopened', 1]]);
  expect(story.dueAt).toEqual([2 * LASTS + 10 * S]);
});

it('a late word of the other one of a pair counts only while it is repeated', () => {
  const story = new Story();
  story.post(0);
  story.post(M, { endsAt: new Date(START + M).toISOString() });
  story.post(M + S, { endsAt: new Date(START + 3 * M).toISOString() });
  const { notes } = story.tick(20 * M);
  expect(notes).toEqual([]);
  expect(story.status).toEqual(['resolved']);
  expect(story.memory.timers.size).toBe(0);
});

it('an outage of our own ends nothing: whoever repeats is heard first', () => {
  const story = new Story();
  story.post(0);
  story.enter(10 * M, { kind: 'engine_started', version: '1' });
  expect(story.status).toEqual(['firing']);
  expect(story.dueAt).toEqual([15 * M]);
  story.post(11 * M);
  story.tick(15 * M - 1);
  expect(story.status).toEqual(['firing']);
  story.tick(15 * M);
  expect(story.status).toEqual(['resolved']);
});

it('nor does one that leaves more overdue than one batch fires', () => {
  const story = new Story();
  story.post(0);
  story.enter(2 * M, { kind: 'engine_started', version: '1', startedAt: START + 30 * M });
  story.tick(30 * M);
  expect(story.status).toEqual(['firing']);
});
