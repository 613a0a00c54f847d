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
  [{ services: [{ team: 'x' }] }, 'services.0.name'],
  [{ maintenance: [{ start: 'soon', end: '2026-03-01T11:00:00Z', matchers: {} }] }, 'maintenance.0.start: is not a time'],
  [{ deploys: [{ t: '2026-03-01T11:00:00Z' }] }, 'deploys.0.service'],
  [[], 'the context'],
])('%j is refused by name', (context, named) => {
  expect(() => contextTree(context)).toThrow(named);
});
