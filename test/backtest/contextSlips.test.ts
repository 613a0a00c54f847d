import { expect, it } from 'vitest';
import { contextSlips } from '../../bench/pageQuality/contextSlips.ts';

it.each([
  [{ deploy: [] }, 'deploy: the key is not known: did you mean deploys?'],
  [{ deployments: [] }, 'deployments: the key is not known: did you mean deploys?'],
  [{ maintenence: [] }, 'maintenence: the key is not known: did you mean maintenance?'],
  [{ Services: [] }, 'Services: the key is not known: did you mean services?'],
  [
    { services: [{ name: 'a' }, { name: 'b', dependson: [] }] },
    'services[1].dependson: the key is not known: did you mean dependsOn?',
  ],
  [{ services: [{ name: 'a', depends_on: [] }] }, 'services[0].depends_on: the key is not known: did you mean dependsOn?'],
  [{ services: [{ name: 'a', depends: [] }] }, 'services[0].depends: the key is not known: did you mean dependsOn?'],
  [{ maintenance: [{ matcher: {} }] }, 'maintenance[0].matcher: the key is not known: did you mean matchers?'],
  [{ maintenance: [{ until: '' }] }, 'maintenance[0].until: the key is not known: did you mean end?'],
  [{ deploys: [{ at: '' }] }, 'deploys[0].at: the key is not known: did you mean t?'],
  [{ deploys: [{ clusters: '' }] }, 'deploys[0].clusters: the key is not known: did you mean cluster?'],
])('%j is a slip', (context, said) => expect(contextSlips(context)).toEqual([said]));

it('leaves alone what a context tells besides', () => {
  const told = {
    start: '2026-03-02T00:00:00Z',
    end: '2026-03-09T00:00:00Z',
    clusters: ['one'],
    services: [{ name: 'shop', kind: 'app', team: 'web', namespace: 'shop', tier: 1, dependsOn: ['db'] }],
    maintenance: [
      { id: 'm-1', start: '2026-03-03T10:00:00Z', end: '2026-03-03T11:00:00Z', matchers: { cluster: 'one' }, note: 'x' },
    ],
    deploys: [{ t: '2026-03-03T12:00:00Z', service: 'shop', cluster: 'one', id: 7, v: 2, by: 'ci', constructor: 1 }],
  };
  expect(contextSlips(told)).toEqual([]);
  for (const odd of [null, 7, [], { services: 7, deploys: [7, null] }]) expect(contextSlips(odd)).toEqual([]);
});
