import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Labels } from '../../../src/alert/labels.ts';
import { addToShape, explain, isOfStorm, type StormShape } from '../../../src/pipeline/group/stormShape.ts';

/** So many alerts, of which `of(i)` says what each carries beside what makes it its own. */
function alerts(count: number, of: (i: number) => Record<string, string>): Labels[] {
  return Array.from({ length: count }, (_, i) => ({
    alertname: `Rule${i % 17}`,
    severity: 'critical',
    prometheus: 'monitoring/k8s',
    cluster: 'eu-1',
    instance: `10.0.${i >> 8}.${i % 256}:9100`,
    pod: `pod-${i}`,
    ...of(i),
  }));
}

/** 83 of a hundred stand in one rack. */
const rack = (i: number): string => (i % 100 < 83 ? 'r12' : `r${i % 7}`);
const RACKS = alerts(5_000, (i) => ({ rack: rack(i) }));
const CLUSTER = { except: ['cluster'] };

const said = (shape: StormShape, options = CLUSTER): string[] =>
  explain(shape, options).map(({ label, value, share }) => `${Math.round(share * 100)} % share ${label}=${value}`);

describe('what explains a storm', () => {
  it.each<[string, Labels[], string[]]>([
    ['the rack that most stand in', RACKS, ['83 % share rack=r12']],
    ['nothing, where nothing is shared', alerts(1_000, (i) => ({ rack: `r${i % 40}` })), []],
    [
      'what half share, and not what fewer do',
      alerts(1_000, (i) => ({ zone: i % 2 ? 'a' : `z${i}`, rack: i % 5 < 2 ? 'r1' : `r${i}` })),
      ['50 % share zone=a'],
    ],
    [
      'one of two that cover the same alerts: whose label tells more apart',
      alerts(1_000, (i) => ({ rack: rack(i), row: rack(i) === 'r12' ? 'a' : 'b' })),
      ['83 % share rack=r12'],
    ],
    [
      'the wider one first, and a narrower one too',
      alerts(1_000, (i) => ({ rack: rack(i), alertname: i % 10 < 6 ? 'NodeDown' : `Rule${i}` })),
      ['83 % share rack=r12', '60 % share alertname=NodeDown'],
    ],
    ['no value that is a text', alerts(100, () => ({ why: 'x'.repeat(121) })), []],
    ['no label with a bad name that stands for nothing', alerts(100, () => Object.fromEntries([['__proto__', '']])), []],
  ])('%s', (_case, storm, expected) => {
    expect(said(addToShape(null, storm))).toEqual(expected);
  });

  it('not what quiet times have too', () => {
    const usual = addToShape(
      null,
      alerts(200, (i) => ({ rack: `r${i % 20}`, env: 'prod', region: i % 2 ? 'eu' : 'us' })),
    );
    const storm = addToShape(
      null,
      alerts(2_000, (i) => ({ rack: rack(i), env: 'prod', region: 'eu' })),
    );
    expect(said(storm, { ...CLUSTER, ...{ usual } })).toEqual(['83 % share rack=r12', '100 % share region=eu']);
    expect(said(storm)).toContain('100 % share env=prod');
  });
});

describe('whether an alert is of the storm', () => {
  const shape = addToShape(null, RACKS);
  const two = addToShape(
    null,
    alerts(1_000, (i) => ({ rack: rack(i), zone: i % 10 < 9 ? 'a' : 'b' })),
  );
  const none = addToShape(
    null,
    alerts(1_000, (i) => ({ rack: `r${i}` })),
  );
  it.each<[string, StormShape, Labels, boolean]>([
    ['it has what explains it', shape, { alertname: 'PaymentsDown', rack: 'r12' }, true],
    ['it has another value', shape, { alertname: 'PaymentsDown', rack: 'r13' }, false],
    ['it has not the label', shape, { alertname: 'PaymentsDown' }, false],
    ['it has one of two that most share', two, { rack: 'r13', zone: 'a' }, false],
    ['it has both', two, { rack: 'r12', zone: 'a' }, true],
    ['nothing explains it', none, { rack: 'r1' }, false],
  ])('%s', (_case, storm, labels, expected) => {
    expect(isOfStorm(storm, labels, CLUSTER)).toBe(expected);
  });
});

describe('the sketch', () => {
  it('is small, however many values there are, and still exact about what came early', () => {
    const shape = addToShape(null, RACKS);
    const values = Object.values(shape.counters).flatMap((counters) => Object.keys(counters));
    expect(values).toHaveLength(shape.watched);
    expect(values.length).toBeLessThanOrEqual(200);
    expect(shape.counters.rack?.r12).toEqual([4_150, 0]);
  });

  it('is the same by its JSON, in any cut and any order of labels', () => {
    const label = fc.constantFrom('a', 'b', 'c');
    const alert = fc.dictionary(label, fc.integer({ min: 0, max: 300 }).map(String), { minKeys: 1 });
    fc.assert(
      fc.property(fc.array(alert, { maxLength: 400 }), fc.integer({ min: 1, max: 50 }), (stream, size) => {
        let cut: StormShape | null = null;
        for (let from = 0; from < stream.length; from += size) {
          const turned = stream.slice(from, from + size).map((labels) => Object.fromEntries(Object.entries(labels).reverse()));
          cut = addToShape(JSON.parse(JSON.stringify(cut)), turned);
        }
        expect(cut ?? addToShape(null, [])).toEqual(addToShape(null, stream));
      }),
    );
  });

  it('never loses what half of the alerts share, nor counts more than there were', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 50, maxLength: 600 }), (shared) => {
        const stream = shared.map((is, i) => ({ rack: is ? 'r12' : `other${i}`, pod: `p${i}`, node: `n${i}`, id: `i${i}` }));
        const share = shared.filter(Boolean).length / shared.length;
        const found = explain(addToShape(null, stream)).find(({ value }) => value === 'r12');
        expect(found?.share ?? 0).toBeLessThanOrEqual(share);
        if (share >= 0.55) expect(found?.share).toBeGreaterThanOrEqual(share - 0.05);
      }),
    );
  });
});
