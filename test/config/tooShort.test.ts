import { expect, it } from 'vitest';
import { loadText, problemsOf } from './loadText.ts';

/** Where a time of nothing would loop, or a rule would never hold; `X` is the time. */
const TIMES: readonly (readonly [path: string, text: string])[] = [
  ['repeat_interval', 'repeat_interval: X'],
  ['silences.max_duration', 'silences: { max_duration: X }'],
  ['heartbeats[0].every', `heartbeats: [{ name: w, matchers: ['alertname="Watchdog"'], every: X }]`],
  ['urgency.rules[0].when.second_sign', 'urgency: { rules: [{ urgency: high, when: { second_sign: X } }] }'],
  ['urgency.rules[0].when.within', 'urgency: { rules: [{ urgency: high, when: { services: 3, within: X } }] }'],
  ['urgency.awake.within', 'noise: { dependencies: { window: 15m } }\nurgency: { awake: { within: X } }'],
  ['urgency.awake.longest', 'noise: { dependencies: { window: 15m } }\nurgency: { awake: { within: 1h, longest: X } }'],
  ['noise.flapping.window', 'noise: { flapping: { window: X, changes: 4, calm: 1h } }'],
  ['noise.flapping.calm', 'noise: { flapping: { window: 1h, changes: 4, calm: X } }'],
  ['noise.flapping.shorter_than', 'noise: { flapping: { window: 1h, changes: 4, calm: 1h, shorter_than: X } }'],
  ['noise.flapping.second_sign', 'noise: { flapping: { window: 1h, changes: 4, calm: 1h, second_sign: X } }'],
  ['noise.dependencies.window', 'noise: { dependencies: { window: X } }'],
  ['noise.dependencies.siblings', 'noise: { dependencies: { window: 15m, siblings: X } }'],
  ['noise.dependencies.causes', 'noise: { dependencies: { window: 15m, causes: X } }'],
  ['noise.same_host.window', 'noise: { same_host: { window: X } }'],
  ['noise.together[0].window', `noise: { together: [{ source_matchers: ['a="b"'], target_matchers: ['c="d"'], window: X }] }`],
  ['noise.changes.window', 'noise: { changes: { window: X, hold: 5m } }'],
  ['noise.changes.hold', 'noise: { changes: { window: 10m, hold: X } }'],
  ['noise.throttle.window', 'noise: { throttle: { window: X, notifications: 5 } }'],
  ['noise.storm.window', 'noise: { storm: { alerts: 50, window: X, hold: 15m } }'],
  ['noise.storm.hold', 'noise: { storm: { alerts: 50, window: 1m, hold: X } }'],
];

it.each(TIMES)('%s is refused where it is shorter than a second', (path, text) => {
  const said = (time: string): string[] => problemsOf(text.replace('X', time));
  expect(said('0s')).toEqual([expect.stringMatching(/^f:\d+:\d+: \S+: 0s is no time at all \(write /)]);
  expect(said('0')).toEqual(said('0s'));
  expect(said('999ms')).toEqual([expect.stringMatching(/: 999ms is too short: less than a second \(write /)]);
  expect(said('999ms')[0]).toContain(` ${path}: `);
  expect(said('1s')).toEqual([]);
});

it('takes nothing where nothing means at once', () => {
  const text = `grouping: [{ group_wait: 0s, reopen_window: 0s }]
noise: { hold_down: [{ matchers: ['severity="critical"'], for: 0s }, { for: 5m }] }
heartbeats: [{ name: w, matchers: ['alertname="Watchdog"'], every: 5m, grace: 0s }]
maintenance: [{ start: 2026-12-01T22:00:00Z, end: 2026-12-01T23:00:00Z, matchers: ['a="b"'], grace: 0s }]`;
  expect(loadText(text).policy.repeatIntervalMs).toBe(14_400_000);
});

it('refuses a server that would take no body', () => {
  expect(problemsOf('server: { max_body: 0 }')).toEqual([
    'f:1:11: server.max_body: 0 bytes are too few for any webhook (write 1KiB or more, as in 64MiB)',
  ]);
  expect(problemsOf('server: { max_body: 1023B }')).toHaveLength(1);
  expect(loadText('server: { max_body: 1KiB }').server.maxBody).toBe(1_024);
});
