import { expect, it } from 'vitest';
import { jaeger } from '../../../../src/pipeline/enrich/traces/jaeger.ts';
import { startJaeger } from '../../../fakes/jaeger.ts';
import { aboutAlert, STARTED } from '../aboutAlert.ts';

const limits = { timeoutMs: 5_000, signal: AbortSignal.timeout(600_000) };

async function start() {
  const fake = await startJaeger();
  const source = jaeger.create(
    jaeger.schema.parse({ name: 'j', type: 'jaeger', url: fake.url, service: '{{ labels.service | lower }}' }),
  );
  return { fake, find: () => source.find(aboutAlert({ service: 'Checkout' }), { most: 3, limits }) };
}

it('links to the same search in its pages', async () => {
  const { fake, find } = await start();
  const { searchUrl } = await find();
  const url = new URL(searchUrl ?? '');
  expect(url.href.startsWith(`${fake.url}/search?`)).toBe(true);
  expect(Object.fromEntries(url.searchParams)).toEqual({
    service: 'checkout',
    start: `${(STARTED - 300_000) * 1_000}`,
    end: `${(STARTED + 60_000) * 1_000}`,
    limit: '20',
    tags: '{"error":"true"}',
    lookback: 'custom',
  });
  await fake.close();
});

it('asks for fewer traces where they are longer than is read', async () => {
  const { fake, find } = await start();
  const calls = Array.from({ length: 400 }, (_, i) => `service-${i}`);
  for (let n = 1; n <= 9; n += 1) {
    const id = `${n}`.repeat(32);
    fake.traces.push({
      id,
      service: 'checkout',
      operation: 'GET /',
      startedAt: STARTED - n,
      durationMs: n,
      hasError: false,
      calls,
    });
  }
  const { traces } = await find();
  expect(traces.map(({ services }) => services)).toEqual([401, 401, 401]);
  expect(fake.history.map(({ path }) => new URLSearchParams(path.split('?')[1]).get('limit'))).toEqual(['3', '20', '3']);
  await fake.close();
});

it('begins a trace with what came first, where its root is not known', async () => {
  const { fake, find } = await start();
  const span = (spanID: string, startTime: number, parent: string, processID = 'p1') => ({
    spanID,
    startTime,
    duration: 500,
    operationName: `op ${spanID}`,
    processID,
    references: [
      { refType: 'FOLLOWS_FROM', traceID: 'x', spanID: 'zz' },
      { refType: 'CHILD_OF', traceID: 'x', spanID: parent },
    ],
  });
  const spans = [span('b', 2_000_000, 'a'), span('c', 1_000_000, 'missing', 'constructor'), span('a', 1_500_000, 'missing')];
  const data = [{ traceID: 'abc', spans, processes: { p1: { serviceName: 'checkout' } } }];
  fake.fail({ status: 200, body: { data } });
  expect((await find()).traces).toMatchObject([
    { id: '0000000000000abc', root: 'op c', startedAt: 1_000, durationMs: 1_000.5, services: 1, hasError: false },
  ]);
  await fake.close();
});
