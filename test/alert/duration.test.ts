import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from '../../src/alert/duration.ts';

describe('parseDuration', () => {
  it.each([
    ['0', 0],
    ['0s', 0],
    ['250ms', 250],
    ['90s', 90_000],
    ['5m', 300_000],
    ['1h30m', 5_400_000],
    ['1h0m', 3_600_000],
    ['1d', 86_400_000],
    ['1w', 604_800_000],
    ['1y', 31_536_000_000],
    ['1y2w3d4h5m6s7ms', 31_536_000_000 + 1_209_600_000 + 259_200_000 + 14_400_000 + 300_000 + 6_000 + 7],
    ['292y', 292 * 31_536_000_000],
  ])('%s is %d ms', (text, millis) => {
    expect(parseDuration(text)).toBe(millis);
  });

  it.each([
    '',
    '5',
    '-5m',
    '+5m',
    '1.5h',
    '5 m',
    '5M',
    '30m1h',
    '1h1h',
    'm',
    '1h30',
    '293y',
    '99999999999999999999s',
    '5min',
    ' 5m',
  ])('refuses %o', (text) => {
    expect(parseDuration(text)).toBeNull();
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0s'],
    [1, '1ms'],
    [5_400_000, '1h30m'],
    [90_000, '1m30s'],
    [86_400_000, '1d'],
    [129_600_000, '36h'],
    [604_800_000, '1w'],
    [691_200_000, '8d'],
    [14_400_000, '4h'],
  ])('%d ms is %s', (millis, text) => {
    expect(formatDuration(millis)).toBe(text);
  });

  it('is read back to the same', () => {
    fc.assert(fc.property(fc.nat({ max: 9_223_372_036_854 }), (millis) => parseDuration(formatDuration(millis)) === millis));
  });
});
