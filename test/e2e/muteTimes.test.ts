import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bareContext } from '../../src/pipeline/bareContext.ts';
import { compilePolicy } from '../../src/pipeline/compilePolicy.ts';
import { judgement } from '../../src/pipeline/judgement.ts';
import { eventually } from '../faults/eventually.ts';
import { anEpisode } from '../pipeline/noise/anEpisode.ts';
import { configOf } from '../startTestApp.ts';
import { ALERTMANAGER, RealAlertmanager } from './realAlertmanager.ts';

if (!ALERTMANAGER)
  console.warn('\nSKIPPED: mute times beside a real Alertmanager, because this machine has none (prometheus-alertmanager)\n');

const HOUR = 3_600_000;
const now = Date.now();
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const MONTHS = [
  ...['january', 'february', 'march', 'april', 'may', 'june'],
  ...['july', 'august', 'september', 'october', 'november', 'december'],
];

/** What a clock shows in a place so many hours east of UTC, `after` hours from now. */
function shown(east = 0, after = 0) {
  const then = new Date(now + (east + after) * HOUR);
  const [year, month, date] = [then.getUTCFullYear(), then.getUTCMonth(), then.getUTCDate()];
  const days = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return { hour: then.getUTCHours(), day: DAYS[then.getUTCDay()] ?? '', date, fromEnd: date - days - 1, month, year };
}

/** From the last full hour for two hours, as far as the day goes; or another stretch of the same day. */
function hours(east = 0): object {
  const { hour } = shown(east);
  return { start_time: `${two(hour)}:00`, end_time: `${two(Math.min(24, hour + 2))}:00` };
}
function otherHours(): object {
  return shown().hour < 12 ? { start_time: '15:00', end_time: '24:00' } : { start_time: '00:00', end_time: '09:30' };
}
const two = (number: number): string => String(number).padStart(2, '0');
const today = shown();
const tomorrow = shown(0, 24);
const otherMonth = MONTHS[(today.month + 6) % 12] ?? '';

/** Intervals by name; each is on now, or is not, as the real one says. */
const INTERVALS: Readonly<Record<string, readonly object[]>> = {
  hours: [{ times: [hours()] }],
  other_hours: [{ times: [otherHours()] }],
  hours_in_tokyo: [{ times: [hours(9)], location: 'Asia/Tokyo' }],
  our_hours_in_tokyo: [{ times: [hours()], location: 'Asia/Tokyo' }],
  today: [{ weekdays: [today.day] }],
  tomorrow: [{ weekdays: [tomorrow.day] }],
  every_day: [{ weekdays: ['sunday:saturday'] }],
  date: [{ days_of_month: [String(today.date)] }],
  other_date: [{ days_of_month: [String(tomorrow.date)] }],
  from_the_end: [{ days_of_month: [String(today.fromEnd)] }],
  whole_month: [{ days_of_month: ['1:-1'] }],
  month: [{ months: [MONTHS[today.month]] }],
  other_month: [{ months: [otherMonth] }],
  year: [{ years: [String(today.year)] }],
  years_past: [{ years: ['2001:2020'] }],
  today_in_another_month: [{ weekdays: [today.day], months: [otherMonth] }],
  this_month_at_other_hours: [{ months: [MONTHS[today.month]], times: [otherHours()] }],
  one_of_two_ranges: [{ years: ['2001:2020'] }, { times: [hours()] }],
  one_of_two_times: [{ times: [otherHours(), hours()] }],
  empty: [{}],
};
const KEYS = ['mute_time_intervals', 'active_time_intervals'] as const;
const CASES = [
  ...KEYS.flatMap((key) => Object.keys(INTERVALS).map((name) => ({ [key]: [name] }))),
  { mute_time_intervals: ['years_past', 'hours'] },
  { active_time_intervals: ['years_past', 'hours'] },
  { mute_time_intervals: ['hours'], active_time_intervals: ['every_day'] },
  { mute_time_intervals: ['years_past'], active_time_intervals: ['years_past'] },
  {},
];
const nameOf = (index: number): string => `${index}: ${JSON.stringify(CASES[index])}`;
const every = CASES.map((_, index) => index);
const time_intervals = Object.entries(INTERVALS).map(([name, ranges]) => ({ name, time_intervals: ranges }));
const route = (extra: object) => ({
  receiver: 'all',
  ...extra,
  routes: CASES.map((times, index) => ({ matchers: [`case="c${index}"`], ...times })),
});

function ours(at: number): string[] {
  const config = { time_intervals, route: route({}), receivers: [{ name: 'all', console_configs: [{}] }] };
  const policy = compilePolicy(configOf(JSON.stringify(config)).policy);
  const isTold = (index: number): boolean =>
    judgement(anEpisode({ labels: { alertname: 'A', case: `c${index}` } }), 'error', bareContext(at, policy)).held === null;
  return every.filter(isTold).map(nameOf);
}

describe.skipIf(!ALERTMANAGER)('what a real Alertmanager tells at this hour', { timeout: 60_000 }, () => {
  let folder: string;
  let alertmanager: RealAlertmanager;
  let hook: Server;
  const told = new Set<number>();

  beforeAll(async () => {
    hook = createServer((request, response) => {
      let body = '';
      request.on('data', (part) => {
        body += String(part);
      });
      request.on('end', () => {
        const { alerts } = JSON.parse(body) as { alerts: { labels: { case: string } }[] };
        for (const { labels } of alerts) told.add(Number(labels.case.slice(1)));
        response.end();
      });
    });
    await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/`;
    folder = await mkdtemp(join(tmpdir(), 'tocsin-mute-'));
    const timing = { group_by: ['case'], group_wait: '100ms', group_interval: '500ms' };
    const receivers = [{ name: 'all', webhook_configs: [{ url }] }];
    alertmanager = await RealAlertmanager.start(folder, JSON.stringify({ time_intervals, route: route(timing), receivers }));
    for (const index of every) {
      await alertmanager.post({ labels: { alertname: 'A', case: `c${index}` }, startsAt: new Date(now - 1_000) });
    }
    // The last has no times at all.
    await eventually(
      () => Promise.resolve(told.has(CASES.length - 1)),
      () => `Alertmanager tells nothing:\n${alertmanager.output}`,
    );
    await sleep(2_000);
  }, 60_000);

  afterAll(async () => {
    await alertmanager?.stop();
    await new Promise((resolve) => hook?.close(resolve));
    await rm(folder, { recursive: true, force: true });
  });

  it('is what is told here', () => {
    const [before, after] = [ours(now), ours(Date.now())];
    // An hour that began or ended meanwhile may be seen either way.
    const isSure = (name: string): boolean => before.includes(name) === after.includes(name);
    const theirs = every.filter((index) => told.has(index)).map(nameOf);
    expect(theirs.filter(isSure)).toEqual(before.filter(isSure));
    expect(theirs.length).toBeGreaterThan(10);
    expect(theirs.length).toBeLessThan(every.length - 10);
  });
});
