import { describe, expect, it } from 'vitest';
import { timeIntervalZone } from '../../src/calendar/timeIntervalZone.ts';

const MINUTE = 60_000;

function minutesAt(location: string, time: string): number {
  return timeIntervalZone(location).at(Date.parse(time)).offset / MINUTE;
}

describe('timeIntervalZone', () => {
  it.each([
    ['UTC', '2026-07-01T00:00:00Z', 0],
    ['Europe/Berlin', '2026-03-29T00:59:59.999Z', 60],
    ['Europe/Berlin', '2026-03-29T01:00:00Z', 120],
    ['Europe/Berlin', '2026-10-25T00:59:59.999Z', 120],
    ['Europe/Berlin', '2026-10-25T01:00:00Z', 60],
    ['America/New_York', '2026-11-01T06:00:00Z', -300],
    ['Australia/Lord_Howe', '2026-10-03T15:29:59.999Z', 630],
    ['Australia/Lord_Howe', '2026-10-03T15:30:00Z', 660],
    ['Asia/Kathmandu', '2026-07-01T00:00:00Z', 345],
    ['Pacific/Apia', '2011-12-30T09:59:59.999Z', -600],
    ['Pacific/Apia', '2011-12-30T10:00:00Z', 840],
    ['America/St_Johns', '2006-04-02T03:30:59.999Z', -210],
    ['America/St_Johns', '2006-04-02T03:31:00Z', -150],
    ['Africa/Monrovia', '1970-01-01T00:00:00Z', -44.5],
  ])('%s at %s is %d minutes from UTC', (location, time, minutes) => {
    expect(minutesAt(location, time)).toBe(minutes);
  });

  it('says until when that is so', () => {
    const zone = timeIntervalZone('Europe/Berlin');
    const change = Date.parse('2026-03-29T01:00:00Z');
    expect(zone.at(change - 1).until).toBe(change);
    expect(zone.at(change).until).toBe(Date.parse('2026-03-30T00:00:00Z'));
  });

  it('answers the same after it has forgotten', () => {
    const zone = timeIntervalZone('Europe/Berlin');
    const times = [Date.parse('2026-03-29T00:30:00Z'), Date.parse('2026-07-01T00:00:00Z')];
    const before = times.map((time) => zone.at(time));
    for (let day = 0; day < 10_000; day += 1) zone.at(day * 86_400_000);
    expect(times.map((time) => zone.at(time))).toEqual(before);
  });
});
