import { describe, expect, it } from 'vitest';
import { jaeger } from '../../../../src/pipeline/enrich/traces/jaeger.ts';
import { tempo } from '../../../../src/pipeline/enrich/traces/tempo.ts';
import { traceLink } from '../../../../src/pipeline/enrich/traces/traceLink.ts';
import type { TraceSource } from '../../../../src/pipeline/enrich/traces/traceSource.ts';
import { zipkin } from '../../../../src/pipeline/enrich/traces/zipkin.ts';
import { STARTED } from '../aboutAlert.ts';

const ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const stretch = { from: STARTED - 300_000, to: STARTED };
const GRAFANA = { ui_url: 'https://grafana.test', datasource_uid: 'tempo-1' };

const jaegerAt = (over: object = {}) =>
  jaeger.create(jaeger.schema.parse({ name: 'j', type: 'jaeger', url: 'http://jaeger:16686/', ...over }));
const zipkinAt = (over: object = {}) =>
  zipkin.create(zipkin.schema.parse({ name: 'z', type: 'zipkin', url: 'http://zipkin:9411', ...over }));
const tempoAt = (over: object = {}) =>
  tempo.create(tempo.schema.parse({ name: 't', type: 'tempo', url: 'http://tempo:3200', ...over }));

describe('traceLink', () => {
  it.each<[string, TraceSource, string | null]>([
    ['Jaeger', jaegerAt(), `http://jaeger:16686/trace/${ID}`],
    ['Jaeger with pages elsewhere', jaegerAt({ ui_url: 'https://j.test/ui' }), `https://j.test/ui/trace/${ID}`],
    ['Zipkin', zipkinAt(), `http://zipkin:9411/zipkin/traces/${ID}`],
    ['Zipkin with pages elsewhere', zipkinAt({ ui_url: 'https://z.test/lens' }), `https://z.test/lens/traces/${ID}`],
    ['Tempo without Grafana', tempoAt(), null],
  ])('%s', (_, source, url) => expect(traceLink(source, ID.toUpperCase(), stretch)).toBe(url));

  it('Tempo, by Explore, at absolute times', () => {
    const url = new URL(traceLink(tempoAt(GRAFANA), ID, stretch) ?? '');
    expect(`${url.origin}${url.pathname}`).toBe('https://grafana.test/explore');
    expect(JSON.parse(url.searchParams.get('panes') ?? '')).toEqual({
      a: {
        datasource: 'tempo-1',
        queries: [{ refId: 'A', datasource: { type: 'tempo', uid: 'tempo-1' }, queryType: 'traceql', query: ID }],
        range: { from: String(stretch.from), to: String(stretch.to) },
      },
    });
  });

  it.each(['', 'abc', `${ID}0`, `${ID.slice(1)}g`, '../../../admin', `${ID}/../x`, '0'.repeat(32), ` ${ID}`, `${ID}\n`])(
    'has no page for %j',
    (found) => expect(traceLink(jaegerAt(), found, stretch)).toBeNull(),
  );

  it('takes ids of 16 digits too', () => expect(traceLink(zipkinAt(), 'a3ce929d0e0e4736', stretch)).toMatch(/a3ce929d0e0e4736$/));

  it('wants both for Grafana, or neither', () => {
    const half = { name: 't', type: 'tempo', url: 'http://tempo:3200', ui_url: 'https://grafana.test' };
    expect(tempo.schema.safeParse(half).error?.message).toContain('datasource_uid');
  });
});
