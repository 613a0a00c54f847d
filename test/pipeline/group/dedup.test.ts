import { describe, expect, it } from 'vitest';
import type { Alert, Episode } from '../../../src/alert/alert.ts';
import { type Instant, timestampOf } from '../../../src/alert/timestamp.ts';
import { dedup, LATE_FIRING_MS } from '../../../src/pipeline/group/dedup.ts';

const START = Date.UTC(2026, 2, 2, 10);
const S = 1_000;
const M = 60 * S;
const at = (ms: number): string => timestampOf(START + ms);

function alert(status: Alert['status'], startsAt: number, endsAt: number | null = null, over: Partial<Alert> = {}): Alert {
  const labels = { alertname: 'DiskFull' };
  const common = { integration: 'prod', fingerprint: 'f', labels, annotations: {}, generatorUrl: '', ...over };
  return { ...common, status, startsAt: at(startsAt), endsAt: endsAt === null ? null : at(endsAt) };
}
const firing = (startsAt: number, over: Partial<Alert> = {}): Alert => alert('firing', startsAt, null, over);
const resolved = (startsAt: number, endsAt: number | null): Alert => alert('resolved', startsAt, endsAt);

/** The newest episode: firing since 0, or ended at `endsAt` and heard of then. */
function episode(startsAt: number, endsAt: number | null, over: Partial<Episode> = {}): Episode {
  const { status: _, endsAt: __, ...common } = firing(startsAt);
  return {
    ...common,
    aliases: [],
    status: endsAt === null ? 'firing' : 'resolved',
    endsAt: endsAt === null ? null : at(endsAt),
    receivedAt: START + startsAt,
    resolvedAt: endsAt === null ? null : START + endsAt,
    incident: 1,
    group: 'a group',
    held: null,
    sources: [],
    ...over,
  };
}

const FIRES = episode(0, null);
const ENDED = episode(0, 2 * M);
const SAME = { is: 'repeat', alias: null, changed: false };
const now = (ms: number): Instant => START + ms;

describe('an alert that fires', () => {
  it.each([
    ['was never heard of', firing(0), null, { is: 'new', ends: null }],
    ['fires as before', firing(0), FIRES, SAME],
    ['began 0.4 s later, by another clock', firing(400), FIRES, { ...SAME, alias: at(400) }],
    ['began 0.4 s earlier, by another clock', firing(-400), FIRES, { ...SAME, alias: at(-400) }],
    ['began 15 s later, by another clock', firing(15 * S), FIRES, { ...SAME, alias: at(15 * S) }],
    ['began 15.001 s later: the end before it was lost', firing(15_001), FIRES, { is: 'new', ends: FIRES }],
    ['began much later: the end before it was lost', firing(30 * M), FIRES, { is: 'new', ends: FIRES }],
    ['began long before: the late word of an older one', firing(-30 * M), FIRES, { ...SAME, alias: at(-30 * M) }],
    ['has an alias that is known', firing(400), episode(0, null, { aliases: [at(400)] }), SAME],
    ['has other annotations', firing(0, { annotations: { value: '2' } }), FIRES, { ...SAME, changed: true }],
    ['has other labels', firing(0, { labels: { alertname: 'DiskFull', env: 'prod' } }), FIRES, { ...SAME, changed: true }],
    ['began after the last one ended', firing(3 * M), ENDED, { is: 'new', ends: null }],
    ['began before the last one ended, but is another', firing(1 * M), ENDED, { is: 'new', ends: null }],
    ['began as the last one did', firing(0), ENDED, { is: 'late_firing', again: false }],
    ['began 0.4 s after the last one did', firing(400), ENDED, { is: 'late_firing', again: false }],
    ['began before the last one did', firing(-1 * M), ENDED, { is: 'late_firing', again: false }],
    ['began 3 s after one that lasted 1.5 s', firing(3 * S), episode(0, 1_500), { is: 'new', ends: null }],
    ['began at the very end of one that lasted 1.5 s', firing(1_500), episode(0, 1_500), { is: 'late_firing', again: false }],
    [
      'began shortly after one whose end is not known',
      firing(3 * S),
      episode(0, 1_500, { endsAt: null }),
      { is: 'late_firing', again: false },
    ],
  ])('%s', (_case, given, last, sighting) => {
    expect(dedup(given, last, now(3 * M))).toEqual(sighting);
  });

  it.each([
    [2 * M + LATE_FIRING_MS, false],
    [2 * M + LATE_FIRING_MS + 1, true],
    [24 * 60 * M, true],
  ])('as an ended one did, %i ms after its start: again %s', (ms, again) => {
    expect(dedup(firing(0), ENDED, now(ms))).toEqual({ is: 'late_firing', again });
  });
});

describe('an alert that has resolved', () => {
  const SECOND = episode(5 * M, null);
  it.each([
    ['was never heard of', resolved(0, M), null, 'unseen_resolve'],
    ['fired until now', resolved(0, M), FIRES, 'resolved'],
    ['fired until now, by another clock', resolved(400, M), FIRES, 'resolved'],
    ['fired again meanwhile, unheard', resolved(30 * M, 40 * M), FIRES, 'resolved'],
    ['does not say when it ended', resolved(0, null), FIRES, 'resolved'],
    ['ends where it begins, in the future', resolved(10 * M, 10 * M), episode(10 * M, null), 'resolved'],
    ['ended before the one that fires began', resolved(0, 4 * M), SECOND, 'old_resolve'],
    ['ended when the one that fires began', resolved(0, 5 * M), SECOND, 'old_resolve'],
    ['ended after the one that fires began: they are one', resolved(0, 6 * M), SECOND, 'resolved'],
    ['ended within seconds of the one that fires', resolved(0, 1_500), episode(3 * S, null), 'old_resolve'],
    ['is over twice', resolved(0, 2 * M), ENDED, 'old_resolve'],
    ['is over twice, by another clock', resolved(400, 2 * M), ENDED, 'old_resolve'],
    ['is older than the last', resolved(-10 * M, -5 * M), ENDED, 'old_resolve'],
    ['fired again after the last one, unheard', resolved(10 * M, 12 * M), ENDED, 'unseen_resolve'],
  ])('%s', (_case, given, last, is) => {
    expect(dedup(given, last, now(3 * M)).is).toBe(is);
  });
});
