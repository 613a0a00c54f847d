import { expect, it } from 'vitest';
import { contextTree } from '../../src/backtest/contextTree.ts';

it('turns what is known beforehand into what a configuration has', () => {
  const context = {
    services: [
      { name: 'shop', kind: 'app', team: 'web', tier: 1, dependsOn: ['db'] },
      { name: 'db', team: 'data' },
      { name: 'db', team: 'others', tier: 2, dependsOn: ['disk'] },
    ],
    maintenance: [
      { id: 'x', start: '2026-03-01T10:00:00Z', end: '2026-03-01T11:00:00Z', matchers: { zone: 'a"b', env: 'prod' }, note: 'y' },
    ],
    deploys: [
      { t: '2026-03-01T12:00:00Z', service: 'shop', cluster: 'one' },
      { t: '2026-03-01T09:00:00.5Z', service: 'db' },
    ],
  };
  expect(contextTree(context)).toEqual({
    services: [
      { name: 'shop', team: 'web', tier: 1, depends_on: ['db'] },
      { name: 'db', team: 'data', tier: 2, depends_on: ['disk'] },
    ],
    maintenance: [
      {
        start: '2026-03-01T10:00:00.000Z',
        end: '2026-03-01T11:00:00.000Z',
        matchers: ['zone="a\\"b"', 'env="prod"'],
        grace: '3m',
      },
    ],
    changes: [
      { line: 2, at: Date.parse('2026-03-01T09:00:00.500Z'), service: 'db', cluster: '' },
      { line: 1, at: Date.parse('2026-03-01T12:00:00Z'), service: 'shop', cluster: 'one' },
    ],
  });
});

it.each([
  [{ services: [{ team: 'x' }] }, 'services[0].name: is missing: write its name'],
  [{ services: [{ name: 'a' }, { name: 7 }] }, 'services[1].name: is no text: write a name'],
  [{ services: {} }, 'services: is no list: write [ ] around it'],
  [{ services: ['shop'] }, 'services[0]: is no object: write it in { }'],
  [{ services: [{ name: 'a', dependsOn: 'b' }] }, 'services[0].dependsOn: is no list: write the names of services in [ ]'],
  [{ services: [{ name: 'a', tier: [] }] }, 'services[0].tier: is neither a number nor text: write it as in 1'],
  [
    { maintenance: [{ start: 'soon', end: '2026-03-01T11:00:00Z', matchers: {} }] },
    'maintenance[0].start: "soon" is not a time: write it as in 2026-03-01T12:00:00Z, with its offset',
  ],
  [
    { maintenance: [{ start: '2026-03-01T12:00:00Z', end: '2026-03-01T11:00:00Z', matchers: { a: 'b' } }] },
    'maintenance[0].end: 2026-03-01T11:00:00.000Z is not after its start, 2026-03-01T12:00:00.000Z: put the end after the start',
  ],
  [
    { maintenance: [{ start: '2026-03-01T10:00:00Z', end: '2026-03-01T11:00:00Z', matchers: ['a="b"'] }] },
    'maintenance[0].matchers: are no labels and values: write them as in {"cluster": "one"}',
  ],
  [{ deploys: [{ t: '2026-03-01T11:00:00Z' }] }, 'deploys[0].service: is missing: write its name'],
  [{ deploys: [{ service: 'a' }] }, 'deploys[0].t: is missing: write it as in 2026-03-01T12:00:00Z, with its offset'],
  [[], 'the context: is no object: write it in { }'],
  [
    { services: [{}], deploys: [{ t: 7, service: 'a' }] },
    'services[0].name: is missing: write its name\ndeploys[0].t: this is not a time: write it as in 2026-03-01T12:00:00Z, with its offset',
  ],
])('%j is refused by name', (context, said) => {
  expect(() => contextTree(context)).toThrow(new Error(said));
});
