import { describe, expect, test } from 'vitest';
import type { TraceSourceConfig, TraceSourceKind } from '../../src/pipeline/enrich/traces/traceSourceKind.ts';
import { TRACE_SOURCES } from '../../src/pipeline/enrich/traces/traceSources.ts';
import type { FakeServer } from '../fakes/fakeServer.ts';
import type { FakeTrace } from '../fakes/fakeTrace.ts';
import { startJaeger } from '../fakes/jaeger.ts';
import { startTempo } from '../fakes/tempo.ts';
import { startZipkin } from '../fakes/zipkin.ts';
import { aboutAlert, STARTED } from '../pipeline/enrich/aboutAlert.ts';
import { refusesBadAnswers } from './badSourceAnswers.ts';

const SECRET = 'canary-4711-of-the-traces';
const LIMITS = { timeoutMs: 20_000, signal: AbortSignal.timeout(600_000) };

/** One per kind: a new tracing system brings its fake here. */
const FAKES: Readonly<Record<string, () => Promise<FakeServer & { readonly traces: FakeTrace[] }>>> = {
  jaeger: () => startJaeger({ token: SECRET }),
  zipkin: () => startZipkin({ token: SECRET }),
  tempo: () => startTempo({ token: SECRET, tenant: 'prod' }),
};
const MORE: Readonly<Record<string, object>> = { tempo: { tenant: 'prod' } };

async function start(kind: TraceSourceKind) {
  const fake = await (FAKES[kind.type] as (typeof FAKES)[string])();
  const config = configOf(kind, { url: fake.url });
  const source = kind.create(config);
  return { fake, source, find: (most: number, subject = aboutAlert()) => source.find(subject, { most, limits: LIMITS }) };
}

function configOf(kind: TraceSourceKind, over: object): TraceSourceConfig {
  return kind.schema.parse({ name: 'one', type: kind.type, token: SECRET, ...MORE[kind.type], ...over });
}

function trace(n: number, over: Partial<FakeTrace> = {}): FakeTrace {
  const id = `0${n}`.padEnd(32, 'ab');
  return {
    id,
    service: 'checkout',
    operation: 'POST /pay',
    startedAt: STARTED - n * 1_000,
    durationMs: 100 * n,
    hasError: false,
    calls: ['orders'],
    ...over,
  };
}

test('the list has every kind once', () => {
  expect(TRACE_SOURCES.map(({ type }) => type)).toEqual(Object.keys(FAKES));
});

describe.each(TRACE_SOURCES.map((kind) => [kind.type, kind] as const))('%s', (_, kind) => {
  test('finds those with errors first, then the slowest, each once', async () => {
    const { fake, find } = await start(kind);
    fake.traces.push(trace(1), trace(2, { hasError: true }), trace(3), trace(4, { hasError: true, durationMs: 1 }), trace(5));
    fake.traces.push(trace(6, { service: 'orders' }), trace(7, { startedAt: STARTED - 3_600_000, hasError: true }));
    const found = await find(4);
    expect(found.traces.map(({ id }) => id)).toEqual([2, 4, 5, 3].map((n) => trace(n).id));
    expect(found.traces.map(({ hasError }) => hasError)).toEqual([true, true, false, false]);
    expect(found.traces[0]).toMatchObject({
      startedAt: STARTED - 2_000,
      durationMs: 200,
      root: 'checkout: POST /pay',
      services: 2,
    });
    expect(found.partial).toBeNull();
    expect(found.query).toContain('checkout');
    expect((await find(1)).traces).toHaveLength(1);
    fake.assertClean();
    await fake.close();
  });

  test('has nothing where there is nothing', async () => {
    const { fake, find } = await start(kind);
    expect((await find(5)).traces).toEqual([]);
    fake.assertClean();
    await fake.close();
  });

  test('takes no id that is none', async () => {
    const { fake, find } = await start(kind);
    fake.traces.push(
      trace(1, { id: '../../admin' }),
      trace(2, { id: '0'.repeat(32) }),
      trace(3, { id: 'f'.repeat(33) }),
      trace(4),
    );
    expect((await find(5)).traces.map(({ id }) => id)).toEqual([trace(4).id]);
    await fake.close();
  });

  test.each(['a"b', 'a\\', "it's", '} || { true', 'a&limit=9', '`x`', 'ünï', '{"error":"true"}'])(
    'asks for a service called %s and for no other',
    async (service) => {
      const { fake, find } = await start(kind);
      fake.traces.push(trace(1, { service }), trace(2));
      expect((await find(5, aboutAlert({ alertname: 'X', service }))).traces.map(({ id }) => id)).toEqual([trace(1).id]);
      fake.assertClean();
      await fake.close();
    },
  );

  test('asks nothing about an alert without a service', async () => {
    const { fake, find } = await start(kind);
    await expect(find(5, aboutAlert({ alertname: 'X' }))).rejects.toThrow(
      'not asked: the alert has no usable value for {{ service }}',
    );
    expect(fake.history).toEqual([]);
    await fake.close();
  });

  test('shows those with errors where the others cannot be had, and says so', async () => {
    const { fake, find } = await start(kind);
    fake.traces.push(trace(1, { hasError: true }));
    fake.fail({ delayMs: 0 }, { html: 502 });
    expect(await find(3)).toMatchObject({ traces: [{ id: trace(1).id }], partial: expect.stringContaining('answered 502') });
    await fake.close();
  });

  test('refuses unknown keys, templates that cannot be read, and addresses with a password', () => {
    const url = 'http://traces.test';
    expect(() => configOf(kind, { url, servcie: 'x' })).toThrow(/servcie/);
    expect(() => configOf(kind, { url, service: '{{ labels.service' })).toThrow(/other half/);
    expect(() => configOf(kind, { url: 'http://me:pw@traces.test' })).toThrow(/user name/);
    expect(JSON.stringify(configOf(kind, { url }))).not.toContain(SECRET);
    expect(configOf(kind, { url, token: undefined, basic_auth: { username: 'me', password: 'pw' } })).toBeDefined();
  });

  describe('when the other side', () => {
    refusesBadAnswers(async () => {
      const { fake, source } = await start(kind);
      return { fake, secret: SECRET, ask: (limits) => source.find(aboutAlert(), { most: 3, limits }) };
    });
  });
});
