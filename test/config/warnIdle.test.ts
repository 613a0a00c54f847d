import { expect, it } from 'vitest';
import { formatProblem } from '../../src/config/problem.ts';
import { loadText } from './loadText.ts';

const NOW = Date.parse('2026-12-01T12:00:00Z');
const warned = (text: string, now: number | null = NOW): string[] =>
  loadText(text, { now }).warnings.map((warning) => formatProblem('f', warning));

it('warns of urgency.awake that knows of no dependencies', () => {
  const awake = 'urgency: { awake: { within: 10m } }\n';
  expect(warned(awake)).toEqual([expect.stringMatching(/^f:1:12: urgency\.awake: knows of no dependencies.*\(add noise\./)]);
  expect(warned(`${awake}noise: { dependencies: { window: 15m } }`)).toEqual([]);
});

it.each([
  ['behind one without matchers', [], [`severity="info"`], 'has no matchers'],
  ['behind one of everything', [`a=~".*"`], [`severity="info"`], 'takes everything'],
  ['behind the same', [`a="b"`, `c=~"d|e"`], [`{c=~"d|e", a="b"}`], 'takes all that it matches'],
  ['behind part of the same', [`a="b"`], [`c="d"`, `a="b"`], 'takes all that it matches'],
])('warns of a hold-down %s', (_what, first, second, said) => {
  const [one, two] = [first, second].map((matchers) => JSON.stringify(matchers));
  const text = `noise:
  hold_down:
    - { matchers: ['x="y"'], for: 1m }
    - { matchers: ${one}, for: 5m }
    - { matchers: ${two}, for: 0s }
`;
  expect(warned(text)).toEqual([
    `f:5:7: noise.hold_down[2]: is never reached: noise.hold_down[1] ${said} (put this one before it, or leave it out)`,
  ]);
});

it('takes hold-downs that each have something to say', () => {
  expect(
    warned(`noise: { hold_down: [{ matchers: ['a="b"', 'c="d"'], for: 0s }, { matchers: ['a="b"'], for: 1m }, { for: 5m }] }`),
  ).toEqual([]);
});

it('warns of maintenance that is over, its grace included, where the hour is asked for', () => {
  const window = (end: string, grace = '0s'): string =>
    `maintenance: [{ start: 2026-11-01T00:00:00Z, end: ${end}, matchers: ['a="b"'], grace: ${grace} }]`;
  expect(warned(window('2026-12-01T11:00:00Z'))).toEqual([
    'f:1:46: maintenance[0].end: 2026-12-01T11:00:00.000Z is past: the window does nothing any more (leave it out)',
  ]);
  expect(warned(window('2026-12-01T11:00:00Z', '90m'))).toEqual([]);
  expect(warned(window('2026-12-01T13:00:00Z'))).toEqual([]);
  expect(warned(window('2026-12-01T11:00:00Z'), null)).toEqual([]);
});

it('warns of a name for notes that nobody may write', () => {
  expect(warned('pagerduty: { from: oncall@example.com }')).toEqual([
    'f:1:14: pagerduty.from: is of no use without pagerduty.api_token (set that too)',
  ]);
});
