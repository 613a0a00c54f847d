import { describe, expect, it } from 'vitest';
import { keepsId } from '../../src/silence/keepsId.ts';
import { aSilence, MINUTE, NOW } from './aSilence.ts';

const other = [{ name: 'alertname', value: 'NetDown', isRegex: false, isEqual: true }];
const two = [...aSilence().matchers, ...other];
const range = { times: [{ start: 0, end: 60 }], weekdays: [], daysOfMonth: [], months: [], years: [], location: 'UTC' };
const hours = { names: [], ranges: [range], written: ['a'] };

describe('a change leaves a silence the same one', () => {
  const active = aSilence({ startsAt: NOW - MINUTE });
  it.each([
    ['nothing', {}, true],
    ['a later end', { endsAt: NOW + 90 * MINUTE }, true],
    ['an end now', { endsAt: NOW }, true],
    ['an end in the past', { endsAt: NOW - 1 }, false],
    ['another start', { startsAt: NOW }, false],
    ['other matchers', { matchers: other }, false],
    ['hours', { recurrence: hours }, false],
  ])('active, %s: %s', (_, change, keeps) => {
    expect(keepsId(active, { ...active, ...change }, NOW)).toBe(keeps);
  });

  const pending = aSilence({ startsAt: NOW + MINUTE });
  it.each([
    ['another start', { startsAt: NOW + 5 * MINUTE }, true],
    ['a start now', { startsAt: NOW }, true],
    ['a start in the past', { startsAt: NOW - 1 }, false],
    ['other matchers', { matchers: other }, false],
  ])('pending, %s: %s', (_, change, keeps) => {
    expect(keepsId(pending, { ...pending, ...change }, NOW)).toBe(keeps);
  });

  it('never an expired one', () => {
    const expired = aSilence({ endsAt: NOW });
    expect(keepsId(expired, { ...expired, endsAt: NOW + MINUTE }, NOW)).toBe(false);
  });

  it('asks neither for an order nor for how hours were written', () => {
    const before = aSilence({ matchers: two, recurrence: hours });
    const again = JSON.parse(
      '{"location":"UTC","years":[],"months":[],"daysOfMonth":[],"weekdays":[],"times":[{"end":60,"start":0}]}',
    );
    const asked = { ...before, matchers: two.toReversed(), recurrence: { names: [], ranges: [again], written: ['b'] } };
    expect(keepsId(before, asked, NOW)).toBe(true);
  });
});
