import { describe, expect, test } from 'vitest';
import { emptyLabels } from '../../src/alert/labels.ts';
import type { MetricSourceKind } from '../../src/pipeline/enrich/metrics/metricSourceKind.ts';
import { METRIC_SOURCES } from '../../src/pipeline/enrich/metrics/metricSources.ts';
import type { Subject } from '../../src/pipeline/enrich/subject.ts';
import { startDatadog } from '../fakes/datadog.ts';
import type { FakeServer } from '../fakes/fakeServer.ts';
import { startPrometheus } from '../fakes/prometheus.ts';
import { aboutAlert, STARTED } from '../pipeline/enrich/aboutAlert.ts';
import { refusesBadAnswers } from './badSourceAnswers.ts';

const SECRET = 'canary-4711-of-the-metrics';
const LIMITS = { timeoutMs: 20_000, signal: AbortSignal.timeout(600_000) };

interface Started {
  readonly fake: FakeServer;
  readonly config: object;
  /** An alert of this source, and one that it has nothing to do with. */
  readonly own: Subject;
  readonly foreign: Subject;
  /** What its query gives: pods and the value that each has at every moment. */
  hold(pods: Readonly<Record<string, number>>): void;
}

/** One per kind: a new metrics system brings its fake here. */
const SOURCES: Readonly<Record<string, () => Promise<Started>>> = {
  prometheus: async () => {
    const fake = await startPrometheus({ token: SECRET });
    const generatorUrl = `${fake.url}/graph?g0.expr=${encodeURIComponent('errors:rate5m > 0.5')}&g0.tab=1`;
    return {
      fake,
      config: { url: fake.url, token: SECRET },
      own: aboutAlert({ alertname: 'Errors' }, { generatorUrl }),
      foreign: aboutAlert({ alertname: 'Errors' }, { generatorUrl: 'https://app.datadoghq.com/monitors/7' }),
      hold: (pods) => {
        const series = Object.entries(pods).map(([pod, value]) => ({ metric: { pod }, at: () => String(value) }));
        fake.expressions.set('errors:rate5m', series);
      },
    };
  },
  datadog: async () => {
    const fake = await startDatadog({ apiKey: SECRET, appKey: 'canary-4712' });
    const query = 'avg:errors{*} by {pod}';
    return {
      fake,
      config: { url: fake.url, api_key: SECRET, app_key: 'canary-4712' },
      own: aboutAlert(
        { alertname: 'Errors' },
        { generatorUrl: 'https://127.0.0.1/monitors/7', annotations: labels({ query: `max(last_5m):${query} > 0.5` }) },
      ),
      foreign: aboutAlert({ alertname: 'Errors' }, { generatorUrl: 'http://prometheus:9090/graph?g0.expr=up&g0.tab=1' }),
      hold: (pods) => {
        const at = [STARTED - 40_000, STARTED - 20_000, STARTED];
        const series = Object.entries(pods).map(([pod, value]) => ({
          scope: `pod:${pod},env:prod`,
          points: at.map((ms) => [ms, Number.isNaN(value) ? null : value] as const),
        }));
        fake.queries.set(query, series);
      },
    };
  },
};

function labels(values: Readonly<Record<string, string>>) {
  return Object.assign(emptyLabels(), values);
}

async function start(kind: MetricSourceKind) {
  const started = await (SOURCES[kind.type] as (typeof SOURCES)[string])();
  started.hold({ a: 0.25 });
  const source = kind.create(kind.schema.parse({ name: 'one', type: kind.type, ...started.config }));
  return { ...started, source };
}

test('the list has every kind once', () => {
  expect(METRIC_SOURCES.map(({ type }) => type)).toEqual(Object.keys(SOURCES));
});

describe.each(METRIC_SOURCES.map((kind) => [kind.type, kind] as const))('%s', (_, kind) => {
  test("draws the alert's own query, and what it is compared with", async () => {
    const { fake, source, own, hold } = await start(kind);
    hold({ a: 0.25, b: Number.NaN });
    const drawn = await source.draw(own, { limits: LIMITS });
    expect(drawn).toMatchObject({ threshold: 0.5, leftOut: 0, partial: null, window: { from: STARTED - 3_600_000 } });
    expect(drawn?.query).not.toContain('0.5');
    expect(drawn?.series.map(({ name }) => name)).toEqual(['pod=a', 'pod=b']);
    const [at, value] = drawn?.series[0]?.points.at(-1) ?? [];
    expect([Math.abs((at ?? 0) - STARTED) <= 120_000, value]).toEqual([true, 0.25]);
    expect(drawn?.series[1]?.points.every(([, value]) => Number.isNaN(value))).toBe(true);
    fake.assertClean();
    await fake.close();
  });

  test('has nothing where there is nothing', async () => {
    const { fake, source, own, hold } = await start(kind);
    hold({});
    expect(await source.draw(own, { limits: LIMITS })).toMatchObject({ series: [], leftOut: 0 });
    await fake.close();
  });

  test('draws ten, and counts the others', async () => {
    const { fake, source, own, hold } = await start(kind);
    hold(Object.fromEntries(Array.from({ length: 13 }, (_, i) => [`pod-${i}`, i])));
    const drawn = await source.draw(own, { limits: LIMITS });
    expect([drawn?.series.length, drawn?.leftOut]).toEqual([10, 3]);
    await fake.close();
  });

  test('draws those of the alert, where there are such', async () => {
    const { fake, source, own, hold } = await start(kind);
    hold({ a: 1, b: 2, c: 3 });
    const drawn = await source.draw({ ...own, labels: labels({ alertname: 'Errors', pod: 'b' }) }, { limits: LIMITS });
    expect(drawn?.series.map(({ points }) => points.at(-1)?.[1])).toEqual([2]);
    expect(drawn?.leftOut).toBe(2);
    await fake.close();
  });

  test("asks nothing about somebody else's alert", async () => {
    const { fake, source, foreign } = await start(kind);
    const drawn = await source.draw(foreign, { limits: LIMITS });
    expect([drawn, fake.history]).toEqual([null, []]);
    await fake.close();
  });

  test('refuses unknown keys, and shows no secret', async () => {
    const { fake, config } = await start(kind);
    const written = { name: 'one', type: kind.type, ...config };
    expect(kind.schema.safeParse({ ...written, ulr: 'x' }).success).toBe(false);
    expect(JSON.stringify(kind.schema.parse(written))).not.toContain('canary');
    await fake.close();
  });

  describe('when the other side', () => {
    refusesBadAnswers(async () => {
      const { fake, source, own } = await start(kind);
      return { fake, secret: SECRET, ask: (limits) => source.draw(own, { limits }) };
    });
  });
});
