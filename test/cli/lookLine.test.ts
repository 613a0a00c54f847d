import { expect, it } from 'vitest';
import { lookLine } from '../../src/cli/lookLine.ts';

const LOOK = { stage: 'noise', path: 'place', outcome: 'passes', because: 'so it is', failed: null };
const FAILED = { label: 'team', operator: '=', expected: 'a', actual: null };

it.each([
  ['a rule that holds', { outcome: 'holds' }, 'place: holds it back: so it is'],
  ['a rule that does not', {}, 'place: holds nothing back: so it is'],
  ['where it belongs', { stage: 'joining' }, 'place: so it is'],
  ['what took it', { stage: 'joining', outcome: 'takes' }, 'place: so it is'],
  ['an hour', { stage: 'route', outcome: 'mutes' }, 'place: not at this hour: so it is'],
  ['a kind that is another', { stage: 'urgency', outcome: 'skips' }, 'place: no, so it is'],
  [
    'a matcher that does not hold',
    { stage: 'joining', outcome: 'skips', because: null, failed: FAILED },
    'place: no, team="a" does not hold (the alert has no such label)',
  ],
])('%s', (_, over, line) => {
  expect(lookLine({ ...LOOK, ...over })).toBe(line);
});
