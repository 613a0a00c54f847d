import { describe, expect, it } from 'vitest';
import { datadog } from '../../../../src/pipeline/enrich/metrics/datadog.ts';
import { monitorQuery } from '../../../../src/pipeline/enrich/metrics/monitorQuery.ts';
import { startDatadog } from '../../../fakes/datadog.ts';
import { aboutAlert } from '../aboutAlert.ts';

const limits = { timeoutMs: 5_000, signal: AbortSignal.timeout(600_000) };

describe('Datadog', () => {
  it.each([
    ['checkout', 'avg:errors{service:checkout}'],
    ['shop/checkout:v1.2_a', 'avg:errors{service:shop/checkout:v1.2_a}'],
  ])('asks by its template for %s', async (service, query) => {
    const { fake, draw } = await start();
    fake.queries.set(query, []);
    expect(await draw(service)).toMatchObject({ query, threshold: 0.5, series: [] });
    fake.assertClean();
    await fake.close();
  });

  it.each(['a} by {host', 'a,env:prod', 'a b', '*', '$x', 'a"b', '-'])(
    'has no query for a service called %s',
    async (service) => {
      const { fake, draw } = await start();
      await expect(draw(service)).rejects.toThrow(
        'not asked: the alert has no value for {{ service }} that a Datadog query can hold',
      );
      expect(fake.history).toEqual([]);
      await fake.close();
    },
  );

  it('says what Datadog says against a query', async () => {
    const { fake, draw } = await start();
    fake.fail({ status: 200, body: { status: 'error', error: 'Rule "query" api_key is malformed' } });
    await expect(draw('a')).rejects.toThrow('does not take the query: Rule "query" *** is malformed');
    await expect(draw('a')).rejects.toThrow('answered 400: Error parsing query');
    await fake.close();
  });

  async function start() {
    const fake = await startDatadog({ apiKey: 'api_key', appKey: 'app_key' });
    const query = 'avg:errors{service:{{ service }}} > 0.5';
    const config = datadog.schema.parse({
      name: 'd',
      type: 'datadog',
      url: fake.url,
      api_key: 'api_key',
      app_key: 'app_key',
      query,
    });
    const source = datadog.create(config);
    return { fake, draw: (service: string) => source.draw(aboutAlert({ service }), { limits }) };
  }
});

describe('monitorQuery', () => {
  it.each([
    ['avg(last_5m):avg:system.load.1{*} by {host} > 4', 'avg:system.load.1{*} by {host}', 4],
    ['max(last_1h):sum:a{b:c}.as_count() >= -1.5', 'sum:a{b:c}.as_count()', -1.5],
    ['avg:system.load.1{*}', 'avg:system.load.1{*}', null],
    ['avg:a{*} / avg:b{*}', 'avg:a{*} / avg:b{*}', null],
  ])('%s', (text, drawn, threshold) => expect(monitorQuery(text)).toEqual({ drawn, threshold }));
});
