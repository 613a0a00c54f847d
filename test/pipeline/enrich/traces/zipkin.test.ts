import { expect, it } from 'vitest';
import { zipkin } from '../../../../src/pipeline/enrich/traces/zipkin.ts';
import { startZipkin } from '../../../fakes/zipkin.ts';
import { aboutAlert, STARTED } from '../aboutAlert.ts';

it('asks for services as Zipkin keeps them, and links to the same stretch of time', async () => {
  const fake = await startZipkin();
  const source = zipkin.create(zipkin.schema.parse({ name: 'z', type: 'zipkin', url: fake.url }));
  const id = 'a3ce929d0e0e4736';
  const one = { id, service: 'Checkout', operation: 'get /', startedAt: STARTED, durationMs: 2.5, hasError: false, calls: [] };
  fake.traces.push(one);
  const limits = { timeoutMs: 5_000, signal: AbortSignal.timeout(60_000) };
  const { traces, searchUrl } = await source.find(aboutAlert({ service: 'Checkout' }), { most: 3, limits });
  expect(traces).toMatchObject([
    { id, root: 'checkout: get /', durationMs: 2.5, services: 1, url: `${fake.url}/zipkin/traces/${id}` },
  ]);
  expect(searchUrl).toBe(
    `${fake.url}/zipkin/?serviceName=checkout&lookback=range&startTs=${STARTED - 300_000}&endTs=${STARTED + 60_000}&limit=10`,
  );
  fake.assertClean();
  await fake.close();
});
