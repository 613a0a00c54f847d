import { expect, it } from 'vitest';
import { nextCheck } from '../../src/linkCheck/nextCheck.ts';
import { START } from '../fakeClock.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

it.each([
  ['ok', 0, DAY, { in: DAY, failures: 0, isSaid: true }],
  ['ok', 5, DAY, { in: DAY, failures: 0, isSaid: true }],
  ['gone', 0, DAY, { in: DAY, failures: 0, isSaid: true }],
  ['refused', 0, DAY, { in: DAY, failures: 0, isSaid: true }],
  ['broken', 0, DAY, { in: 5 * MINUTE, failures: 1, isSaid: false }],
  ['broken', 1, DAY, { in: 60 * MINUTE, failures: 2, isSaid: true }],
  ['broken', 9, DAY, { in: 60 * MINUTE, failures: 10, isSaid: true }],
  ['broken', 0, 2 * MINUTE, { in: 2 * MINUTE, failures: 1, isSaid: false }],
] as const)('%s after %d failures, looked at every %d ms', (status, failures, everyMs, expected) => {
  const { nextAt, ...next } = nextCheck({ failures }, { status, because: '', checkedAt: START }, everyMs);
  expect({ in: nextAt - START, ...next }).toEqual(expected);
});
