import fc from 'fast-check';
import { expect, test } from 'vitest';
import { grafanaExploreUrl } from '../../../src/pipeline/enrich/grafanaExploreUrl.ts';

const window = { from: 1_772_590_620_000, to: 1_772_594_220_000 };

test('says the query as the data source has it, and absolute times as text', () => {
  const url = new URL(
    grafanaExploreUrl({
      grafanaUrl: 'https://g.test/grafana/',
      orgId: 3,
      datasource: { type: 'loki', uid: 'l' },
      query: '{a="b"}',
      window,
    }),
  );
  expect(`${url.origin}${url.pathname} ${url.searchParams.get('orgId')}`).toBe('https://g.test/grafana/explore 3');
  expect(JSON.parse(url.searchParams.get('panes') ?? '')).toEqual({
    a: {
      datasource: 'l',
      queries: [{ refId: 'A', datasource: { type: 'loki', uid: 'l' }, expr: '{a="b"}' }],
      range: { from: '1772590620000', to: '1772594220000' },
    },
  });
});

test('any query comes back as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (query) => {
      const made = grafanaExploreUrl({
        grafanaUrl: 'https://g.test',
        datasource: { type: 'prometheus', uid: 'p' },
        query,
        window,
      });
      expect(JSON.parse(new URL(made).searchParams.get('panes') ?? '').a.queries[0].expr).toBe(query);
    }),
  );
});
