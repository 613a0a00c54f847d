import { expect, it } from 'vitest';
import { parseMatchers } from '../../src/alert/matcher.ts';
import { matcherFaults } from '../../src/silence/matcherFaults.ts';
import { formatSilenceMatcher, silenceMatcher } from '../../src/silence/silenceMatcher.ts';

it.each(['a="b"', 'a=~".+"', 'a!=""', 'a=~".*", b="c"', 'a!~".*"', '"ä b"="c"'])('%s is taken', (text) => {
  const matchers = parseMatchers(text).map(silenceMatcher);
  expect(matcherFaults(matchers)).toEqual([]);
  expect(matchers.flatMap((each) => parseMatchers(formatSilenceMatcher(each))).map(silenceMatcher)).toEqual(matchers);
});

it.each(['a=""', 'a=~".*"', 'a!="b"', 'a!~"b"', 'a=~"b|"', 'a=~"", b!~"c"'])('%s would hide everything', (text) => {
  const [fault, ...more] = matcherFaults(parseMatchers(text).map(silenceMatcher));
  expect(fault).toContain('would hide everything');
  expect(fault).toContain('add one');
  expect(more).toEqual([]);
});

it.each(['severity=~".+"', 'severity=~"critical|error|warning|info"', 'severity=~"[a-z]+", zone=~".*"', 'severity!~"none|x"'])(
  '%s would hide everything: alerts without a severity have one by its mapped word',
  (text) => {
    const [fault, ...more] = matcherFaults(parseMatchers(text).map(silenceMatcher));
    expect(fault).toMatch(/^matchers: severity.* would hide everything/);
    expect(fault).toContain('add one');
    expect(more).toEqual([]);
  },
);

it.each([
  'alertname=~".+"',
  'alertname!=""',
  'alertname!~"^$"',
  'severity!=""',
  'alertname=~".+", severity!=""',
  'alertname=~".*.", zone=~".*"',
])('%s would hide everything that has a name', (text) => {
  expect(matcherFaults(parseMatchers(text).map(silenceMatcher))).toEqual([
    expect.stringMatching(
      /^matchers: .* would hide everything: every alert has an alertname and a severity; add one as in .*, or announce work .* maintenance/,
    ),
  ]);
});

it.each([
  'alertname=~".+", cluster="eu"',
  'alertname=~".+", severity!="critical"',
  'alertname=~"[A-Z].*"',
  'alertname!="", a!=""',
  'severity=~"critical|error|warning"',
  'severity="error"',
  'severity=~".+", cluster="eu"',
])('%s leaves something to be told, and is taken', (text) =>
  expect(matcherFaults(parseMatchers(text).map(silenceMatcher))).toEqual([]),
);

it('names the place of each fault', () => {
  const faults = matcherFaults([
    { name: 'a', value: 'b', isRegex: false, isEqual: true },
    { name: 'a', value: '(?=x)', isRegex: true, isEqual: true },
    { name: '', value: 'x', isRegex: false, isEqual: true },
  ]);
  expect(faults).toEqual([
    expect.stringMatching(/^matchers\[1\]: the regex "\(\?=x\)".*RE2/),
    expect.stringMatching(/^matchers\[2\]: .*no name/),
  ]);
  expect(matcherFaults([])).toEqual([expect.stringContaining('there is none')]);
});
