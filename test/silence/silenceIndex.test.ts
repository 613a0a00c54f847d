import { describe, expect, it } from 'vitest';
import { emptyLabels } from '../../src/alert/labels.ts';
import { parseMatchers } from '../../src/alert/matcher.ts';
import { compileTimeInterval } from '../../src/calendar/timeInterval.ts';
import { SilenceIndex } from '../../src/silence/silenceIndex.ts';
import { silenceMatcher } from '../../src/silence/silenceMatcher.ts';
import { aSilence, MINUTE, NOW } from './aSilence.ts';

function index(...texts: string[]): SilenceIndex {
  return new SilenceIndex(
    texts.map((text, i) => aSilence({ id: `s${i}`, matchers: parseMatchers(text).map(silenceMatcher) })),
    new Map(),
  );
}

const labels = (given: Record<string, string>) => Object.assign(emptyLabels(), given);

describe('which silence hides an alert', () => {
  it.each([
    ['alertname="DiskFull"', { alertname: 'DiskFull' }, true],
    ['alertname="DiskFull"', { alertname: 'NetDown' }, false],
    ['alertname="DiskFull"', {}, false],
    ['alertname="DiskFull", instance!="a"', { alertname: 'DiskFull' }, true],
    ['alertname="DiskFull", instance!="a"', { alertname: 'DiskFull', instance: 'a' }, false],
    ['alertname=~"Disk.*"', { alertname: 'DiskFull' }, true],
    ['alertname=~"Disk"', { alertname: 'DiskFull' }, false],
    ['alertname=~"NetDown|DiskFull"', { alertname: 'DiskFull' }, true],
    ['alertname=~"NetDown|DiskFull"', { alertname: 'DiskSlow' }, false],
    ['alertname=~"|DiskFull", env="x"', { env: 'x' }, true],
    ['instance!~"db-.*", env=""', { instance: 'web-1' }, true],
    ['"__proto__"="p"', Object.fromEntries([['__proto__', 'p']]), true],
    ['constructor="c"', {}, false],
    ['severity="critical"', { severity: 'page' }, true],
    ['severity!="critical"', { severity: 'page' }, false],
  ])('%s and %o: %s', (matchers, alert, hidden) => {
    const own = emptyLabels();
    for (const name of Object.getOwnPropertyNames(alert)) own[name] = Object.getOwnPropertyDescriptor(alert, name)?.value;
    const found = index(matchers).hides(own, own.severity === 'page' ? 'critical' : null, NOW);
    expect(found !== null).toBe(hidden);
  });

  it('is asked of all silences, whatever else they are filed under', () => {
    const several = index('alertname="A"', 'alertname="B", instance="1"', 'instance="1"', 'job=~"x.*"', 'alertname=~"C|D"');
    const names = (given: Record<string, string>) => several.hides(labels(given), null, NOW)?.silence.id;
    expect(names({ alertname: 'A', instance: '2' })).toBe('s0');
    expect(names({ alertname: 'Z', instance: '1' })).toBe('s2');
    expect(names({ alertname: 'Z', job: 'xy' })).toBe('s3');
    expect(names({ alertname: 'D' })).toBe('s4');
    expect(names({ alertname: 'Z' })).toBeUndefined();
  });

  it('names the one that ends last', () => {
    const matchers = parseMatchers('a="b"').map(silenceMatcher);
    const two = [
      aSilence({ id: 'long', matchers, endsAt: NOW + 60 * MINUTE }),
      aSilence({ id: 'short', matchers, endsAt: NOW + 5 * MINUTE }),
    ];
    for (const silences of [two, two.toReversed()]) {
      const found = new SilenceIndex(silences, new Map()).hides(labels({ a: 'b' }), null, NOW);
      expect([found?.silence.id, found?.until]).toEqual(['long', NOW + 60 * MINUTE]);
    }
  });

  it('asks the time', () => {
    const silence = aSilence({ startsAt: NOW, endsAt: NOW + MINUTE });
    const at = (now: number, over = {}) =>
      new SilenceIndex([{ ...silence, ...over }], new Map()).hides(labels({ alertname: 'DiskFull' }), null, now) !== null;
    expect([at(NOW - 1), at(NOW), at(NOW + MINUTE - 1), at(NOW + MINUTE)]).toEqual([false, true, true, false]);
    expect(at(NOW, { endedAt: NOW })).toBe(false);
  });

  it('asks the hours of a recurring one, and says when they end', () => {
    const range = { weekdays: [], daysOfMonth: [], months: [], years: [], location: 'UTC' };
    const early = compileTimeInterval({ name: 'early', intervals: [{ ...range, times: [{ start: 600, end: 630 }] }] });
    const recurrence = { names: ['early', 'gone'], ranges: [{ ...range, times: [{ start: 700, end: 710 }] }], written: [] };
    const recurring = new SilenceIndex([aSilence({ recurrence, endsAt: NOW + 705 * MINUTE })], new Map([['early', early]]));
    const until = (now: number) => recurring.hides(labels({ alertname: 'DiskFull' }), null, now)?.until ?? null;
    expect(until(NOW)).toBe(NOW + 30 * MINUTE);
    expect(until(NOW + 30 * MINUTE)).toBeNull();
    expect(until(NOW + 100 * MINUTE)).toBe(NOW + 110 * MINUTE);
    expect(
      new SilenceIndex([aSilence({ recurrence: { ...recurrence, ranges: [] } })], new Map()).hides({}, null, NOW),
    ).toBeNull();
  });

  it('leaves out what cannot be compiled, and what has no matchers', () => {
    const broken = aSilence({ matchers: [{ name: 'a', value: '(?=x)', isRegex: true, isEqual: true }] });
    const none = aSilence({ matchers: [] });
    expect(new SilenceIndex([broken, none], new Map()).hides(labels({ a: 'x' }), null, NOW)).toBeNull();
  });

  it('costs an alert little more with five hundred than with none', () => {
    let asked = 0;
    const silences = Array.from({ length: 500 }, (_, i) => {
      const matchers = parseMatchers(`cluster="eu-1", alertname="Alert${i}", instance=~"db-.*"`).map(silenceMatcher);
      return aSilence({ id: `s${i}`, matchers });
    });
    const many = new SilenceIndex(silences, new Map());
    const watched = new Proxy(labels({ cluster: 'eu-1', alertname: 'Alert7', instance: 'web-1' }), {
      getOwnPropertyDescriptor: (target, name) => {
        asked += 1;
        return Reflect.getOwnPropertyDescriptor(target, name);
      },
    });
    expect(many.hides(watched, null, NOW)).toBeNull();
    expect(asked).toBeLessThan(10);
  });
});
