import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstMatch } from '../../src/alert/firstMatch.ts';
import { emptyLabels, type Labels } from '../../src/alert/labels.ts';
import { type Matcher, makeMatcher, matchesAll } from '../../src/alert/matcher.ts';
import { MatcherIndex } from '../../src/alert/matcherIndex.ts';
import { SEVERITIES } from '../../src/alert/severity.ts';

const NAMES = ['alertname', 'severity', 'instance', '__proto__'];
const VALUES = ['', 'a', 'b', 'ab', 'critical', 'page'];
const REGEXES = ['a|b', 'a.*', '.*', '', 'a|', 'critical|page', '[^a]+'];

const name = fc.constantFrom(...NAMES);
const aMatcher: fc.Arbitrary<Matcher> = fc.oneof(
  fc.tuple(name, fc.constantFrom('=' as const, '!=' as const), fc.constantFrom(...VALUES)).map((parts) => makeMatcher(...parts)),
  fc
    .tuple(name, fc.constantFrom('=~' as const, '!~' as const), fc.constantFrom(...REGEXES))
    .map((parts) => makeMatcher(...parts)),
);
const lists = fc.array(fc.array(aMatcher, { maxLength: 3 }), { maxLength: 12 });
const someLabels = fc.array(fc.tuple(name, fc.constantFrom(...VALUES)), { maxLength: 4 }).map((pairs): Labels => {
  const labels = emptyLabels();
  for (const [label, value] of pairs) labels[label] = value;
  return labels;
});
const someSeverity = fc.constantFrom(null, ...SEVERITIES);

describe('an index of matchers', () => {
  it('finds what all matchers say, in order, however often it is asked', () => {
    fc.assert(
      fc.property(lists, fc.array(fc.tuple(someLabels, someSeverity), { minLength: 1, maxLength: 8 }), (given, asked) => {
        const index = new MatcherIndex(given);
        for (const [labels, severity] of [...asked, ...asked]) {
          const expected = given.flatMap((matchers, i) => (matchesAll(matchers, labels, severity) ? [i] : []));
          expect(index.matching(labels, severity)).toEqual(expected);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('finds once what asks for the word of a severity as sent and for the one that it means', () => {
    const index = new MatcherIndex([
      [makeMatcher('severity', '=~', 'critical|page')],
      [makeMatcher('severity', '=', 'page')],
      [makeMatcher('severity', '=', 'critical')],
      [makeMatcher('alertname', '=', 'a')],
    ]);
    expect(index.candidates({ alertname: 'a', severity: 'page' }, 'critical')).toEqual([0, 1, 2, 3]);
  });

  it('finds the first that is wanted, as going through the list does', () => {
    fc.assert(
      fc.property(lists, someLabels, someSeverity, fc.nat(3), (given, labels, severity, unwanted) => {
        const items = given.map((matchers, i) => ({ matchers, i }));
        const isWanted = ({ i }: { i: number }) => i % 4 !== unwanted;
        const expected = items.find((item) => isWanted(item) && matchesAll(item.matchers, labels, severity));
        expect(firstMatch(items, labels, severity, isWanted)).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('asks a regex once for each value, and again for one too long to be kept', () => {
    let asked = 0;
    const fits = (value: string): boolean => {
      asked += 1;
      return value.startsWith('x');
    };
    const index = new MatcherIndex([[{ name: 'instance', operator: '=~', value: 'x.*', fits }]]);
    const candidates = (instance: string) => index.candidates({ instance }, null);
    expect([candidates('x1'), candidates('x1'), candidates('y1'), candidates('y1')]).toEqual([[0], [0], [], []]);
    expect(asked).toBe(2);
    expect([candidates('x'.repeat(1_000)), candidates('x'.repeat(1_000))]).toEqual([[0], [0]]);
    expect(asked).toBe(4);
  });

  it('forgets values, but nothing of what they fit', () => {
    const index = new MatcherIndex([[makeMatcher('pod', '=~', 'a.+')]]);
    for (let n = 0; n < 25_000; n += 1) expect(index.candidates({ pod: `${n % 2 ? 'a' : 'b'}${n}` }, null).length).toBe(n % 2);
  });
});
