import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drawnStretch } from '../../../../src/pipeline/enrich/metrics/drawnStretch.ts';
import { prometheus } from '../../../../src/pipeline/enrich/metrics/prometheus.ts';
import { type FakePrometheus, startPrometheus } from '../../../fakes/prometheus.ts';
import { aboutAlert, STARTED } from '../aboutAlert.ts';

const limits = { timeoutMs: 5_000, signal: AbortSignal.timeout(600_000) };

describe('Prometheus', () => {
  let fake: FakePrometheus;
  beforeEach(async () => {
    fake = await startPrometheus();
  });
  afterEach(() => fake.close());

  const draw = (generatorUrl: string, over: object = {}, labels: Readonly<Record<string, string>> = { alertname: 'X' }) => {
    const config = prometheus.schema.parse({ name: 'p', type: 'prometheus', url: fake.url, ...over });
    return prometheus.create(config).draw(aboutAlert(labels, { generatorUrl }), { limits });
  };
  const page = (base: string, expression: string) => `${base}/graph?g0.expr=${encodeURIComponent(expression)}&g0.tab=1`;

  it('takes what Go writes for numbers', async () => {
    const values = ['NaN', '+Inf', '-Inf', '1.5e-05', '', 'x'];
    let n = 0;
    fake.expressions.set('x', [{ metric: { __name__: 'x', pod: 'a' }, at: () => values[n++ % values.length] ?? null }]);
    const drawn = await draw(page(fake.url, 'x'));
    const numbers = drawn?.series[0]?.points.slice(0, 6).map(([, value]) => value);
    expect(numbers).toHaveLength(6);
    expect(new Set(numbers)).toEqual(new Set([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1.5e-5]));
    expect(drawn?.series[0]?.name).toBe('x');
  });

  it('asks its own server by the name that people use, if that is an alias', async () => {
    fake.expressions.set('x', []);
    const aliases = ['https://prom.example.com/eu/'];
    expect(await draw(page('https://prom.example.com/eu', 'x > 1'), { aliases })).toMatchObject({ query: 'x', threshold: 1 });
    expect(await draw(page('https://me:pw@prom.example.com/eu', 'x'), { aliases })).toMatchObject({ query: 'x' });
    expect(await draw(`${fake.url}/query?g0.expr=x&g0.range_input=1h`)).toMatchObject({ query: 'x' });
    fake.assertClean();
  });

  it.each([
    ['another host', 'http://prom.example.com:9090', 'http://prom.example.com:9090'],
    ['another scheme', 'http://prom.example.com/eu', 'http://prom.example.com/eu'],
    ['another prefix', 'https://prom.example.com', 'https://prom.example.com'],
    ['a prefix that only begins alike', 'https://prom.example.com/eu2', 'https://prom.example.com/eu2'],
    ['a host in disguise', 'https://prom.example.com%2Feu@evil.example', 'https://evil.example'],
    ['a metadata service', 'http://169.254.169.254', 'http://169.254.169.254'],
  ])('asks nobody about an expression that stands elsewhere: %s', async (_, base, named) => {
    const asked = draw(page(base, 'x'), { aliases: ['https://prom.example.com/eu'] });
    await expect(asked).rejects.toMatchObject({
      outcome: 'unusable',
      message: expect.stringContaining(`add ${named} to aliases`),
    });
    expect(fake.history).toEqual([]);
  });

  it.each(['', 'not an address', 'javascript:alert(1)//graph?g0.expr=x', 'file:///graph?g0.expr=x'])(
    'has nothing to draw for the address %j',
    async (generatorUrl) => {
      expect(await draw(generatorUrl)).toBeNull();
    },
  );

  it('draws what fires, where everything is too much', async () => {
    const pods = Array.from({ length: 600 }, (_, i) => ({ metric: { pod: `checkout-${i}` }, at: () => '0.123456789012345' }));
    fake.expressions.set('x', pods);
    fake.expressions.set('x > 5', pods.slice(0, 1));
    const drawn = await draw(page(fake.url, 'x > 5'));
    expect(drawn).toMatchObject({ query: 'x > 5', threshold: 5, series: [{ points: expect.any(Array) }] });
    expect(fake.history).toHaveLength(2);
  });

  it('says what the server says: warnings, mistakes, histograms', async () => {
    fake.warnings.push('PromQL warning: encountered a mix of histograms and floats');
    fake.expressions.set('x', [{ metric: { a: '1' }, at: () => '1' }]);
    expect(await draw(page(fake.url, 'x'))).toMatchObject({ partial: expect.stringContaining('a mix of histograms') });
    await expect(draw(page(fake.url, 'x +'))).rejects.toThrow(/^answered 400: bad_data: invalid parameter "query"/);
    const result = [{ metric: { a: '1' }, histograms: [] }];
    fake.fail({ status: 200, body: { status: 'success', data: { resultType: 'matrix', result } } });
    await expect(draw(page(fake.url, 'x'))).rejects.toThrow('native histograms');
  });

  it('names series by what they differ in', async () => {
    fake.expressions.set('x', [
      { metric: { __name__: 'x', job: 'a', pod: '1' }, at: () => '1' },
      { metric: { __name__: 'x', job: 'a', pod: '2', ['__proto__']: 'p' }, at: () => '1' },
    ]);
    expect((await draw(page(fake.url, 'x')))?.series.map(({ name }) => name)).toEqual([
      'pod=1',
      expect.stringContaining('pod=2'),
    ]);
    expect(await draw(page(fake.url, 'x'), {}, { job: 'a', pod: '1' })).toMatchObject({
      series: [{ name: 'pod=1' }],
      leftOut: 1,
    });
    expect((await draw(page(fake.url, 'x'), {}, { job: 'b' }))?.leftOut).toBe(0);
  });
});

describe('drawnStretch', () => {
  it.each([
    [0, 15],
    [120_000, 15],
    [3 * 3_600_000, 58],
    [30 * 86_400_000, 10_383],
  ])('has few enough points %d ms after it fired: one every %d s', (after, stepSeconds) => {
    const stretch = drawnStretch({ startedAt: STARTED, now: STARTED + after });
    expect(stretch.stepSeconds).toBe(stepSeconds);
    expect((stretch.to - stretch.from) / 1_000 / stepSeconds).toBeLessThanOrEqual(251);
    expect(stretch.from).toBeLessThanOrEqual(STARTED - 3_600_000);
    expect([stretch.from % (stepSeconds * 1_000), stretch.to % (stepSeconds * 1_000)]).toEqual([0, 0]);
  });
});
