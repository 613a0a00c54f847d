import { describe, expect, it } from 'vitest';
import { serviceGraph } from '../../../src/pipeline/group/serviceGraph.ts';

function graphOf(edges: Readonly<Record<string, readonly string[]>>) {
  return serviceGraph(Object.entries(edges).map(([name, dependsOn]) => ({ name, dependsOn })));
}

const SHOP = graphOf({
  web: ['tickets', 'search', 'search'],
  tickets: ['mysql', 'seats'],
  seats: ['mysql', 'valkey'],
  search: ['valkey'],
  mysql: [],
  valkey: [],
});

describe('service graph', () => {
  it('knows both directions, each name once', () => {
    expect(SHOP.dependencies('web')).toEqual(['tickets', 'search']);
    expect(SHOP.dependants('mysql')).toEqual(['tickets', 'seats']);
    expect(SHOP.dependants('web')).toEqual([]);
    expect(SHOP.dependencies('mysql')).toEqual([]);
  });

  it.each<[string, number, [string, number][]]>([
    ['web', 0, []],
    [
      'web',
      1,
      [
        ['tickets', 1],
        ['search', 1],
      ],
    ],
    [
      'web',
      9,
      [
        ['tickets', 1],
        ['search', 1],
        ['mysql', 2],
        ['seats', 2],
        ['valkey', 2],
      ],
    ],
    ['mysql', 9, []],
    ['nobody', 9, []],
  ])('what %s stands on within %i steps, nearest first', (service, depth, expected) => {
    expect([...SHOP.upstreamOf(service, depth)]).toEqual(expected);
  });

  it('what stands on a service', () => {
    expect([...SHOP.downstreamOf('valkey', 2)]).toEqual([
      ['seats', 1],
      ['search', 1],
      ['tickets', 2],
      ['web', 2],
    ]);
  });

  it('bears circles and a service that depends on itself', () => {
    const circle = graphOf({ a: ['a', 'b'], b: ['c'], c: ['a', 'd'], d: ['d'] });
    expect(circle.dependencies('a')).toEqual(['b']);
    expect(circle.dependants('d')).toEqual(['c']);
    expect([...circle.upstreamOf('a', 99)]).toEqual([
      ['b', 1],
      ['c', 2],
      ['d', 3],
    ]);
    expect([...circle.downstreamOf('a', 99)]).toEqual([
      ['c', 1],
      ['b', 2],
    ]);
  });

  it('takes any name', () => {
    const odd = graphOf({ constructor: ['__proto__'], büro: ['constructor'] });
    expect([...odd.upstreamOf('büro', 5).keys()]).toEqual(['constructor', '__proto__']);
    expect(odd.dependencies('toString')).toEqual([]);
  });

  it('bears a long chain', () => {
    const chain = serviceGraph(Array.from({ length: 5_000 }, (_, i) => ({ name: `s${i}`, dependsOn: [`s${i + 1}`] })));
    expect(chain.upstreamOf('s0', Number.POSITIVE_INFINITY).get('s5000')).toBe(5_000);
  });
});
