import { describe, expect, it } from 'vitest';
import { isWorse, SEVERITIES, severityOf, severityRank } from '../../src/alert/severity.ts';

describe('the severity that a word means', () => {
  it.each([
    ['critical', 'critical'],
    ['page', 'critical'],
    ['P1', 'critical'],
    ['p0', 'critical'],
    ['SEV1', 'critical'],
    ['emergency', 'critical'],
    ['fatal', 'critical'],
    ['disaster', 'critical'],
    ['error', 'error'],
    ['major', 'error'],
    ['high', 'error'],
    ['p2', 'error'],
    ['warning', 'warning'],
    ['WARN', 'warning'],
    ['minor', 'warning'],
    ['average', 'warning'],
    ['ticket', 'warning'],
    ['info', 'info'],
    ['none', 'info'],
    ['P5', 'info'],
    [' Critical ', 'critical'],
    ['', 'error'],
    ['gruesome', 'error'],
    ['__proto__', 'error'],
    ['constructor', 'error'],
  ])('%j is %s', (word, severity) => {
    expect(severityOf(word, new Map())).toBe(severity);
  });

  it('is what the configuration says, before the built-in table', () => {
    const extra = new Map([
      ['page', 'info'],
      ['gruesome', 'critical'],
    ] as const);
    expect(['Page', 'GRUESOME', 'p1'].map((word) => severityOf(word, extra))).toEqual(['info', 'critical', 'critical']);
  });
});

it('orders the worst first', () => {
  expect(SEVERITIES.map(severityRank)).toEqual([0, 1, 2, 3]);
  const worse = SEVERITIES.flatMap((a) => SEVERITIES.filter((b) => isWorse(a, b)).map((b) => `${a} > ${b}`));
  expect(worse).toEqual([
    'critical > error',
    'critical > warning',
    'critical > info',
    'error > warning',
    'error > info',
    'warning > info',
  ]);
});
