import { expect, it } from 'vitest';
import { parseMatchers } from '../../src/alert/matcher.ts';
import { takesEverything } from '../../src/alert/takesEverything.ts';

it.each<[text: string, everything: boolean, named: boolean]>([
  ['{}', true, true],
  ['cluster=~".*"', true, true],
  ['{cluster=~".*", team=~"(.+)?"}', true, true],
  ['severity=~".+"', true, true],
  ['severity=~"critical|error|warning|info"', true, true],
  ['alertname=~".+"', false, true],
  ['alertname!=""', false, true],
  ['{alertname=~".+", severity=~".*"}', false, true],
  ['alertname!~"^$"', false, true],
  ['severity!=""', false, true],
  ['severity!~""', false, true],
  ['{alertname!="", severity=~".+"}', false, true],
  ['alertname!~"Watchdog"', false, false],
  ['severity!="critical"', false, false],
  ['cluster!=""', false, false],
  ['cluster=~".+"', false, false],
  ['cluster=~"[a-z]*"', false, false],
  ['cluster=""', false, false],
  ['cluster!="eu"', false, false],
  ['alertname!="DiskFull"', false, false],
  ['severity=~"critical|error|warning"', false, false],
  ['{alertname=~".*", cluster="eu"}', false, false],
  ['alertname=~"Watchdog.*"', false, false],
])('%s: %s, of what has a name %s', (text, everything, named) => {
  const matchers = parseMatchers(text);
  expect([takesEverything(matchers), takesEverything(matchers, true)]).toEqual([everything, named]);
});
