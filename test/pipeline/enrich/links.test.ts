import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type LinkRendered, linkSchema, renderLink } from '../../../src/pipeline/enrich/links.ts';
import { webLink } from '../../../src/pipeline/notify/webLink.ts';
import { aboutAlert, STARTED } from './aboutAlert.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const [FROM, TO] = [STARTED - 300_000, STARTED + 60_000];

/** What people write for the pages that they have. `%22` and the like, because these pages keep JSON or RISON in their address. */
const TEMPLATES = {
  kibana:
    'https://kibana.test/app/discover#/?_g=(time:(from:%27{{ from_ms }}%27,to:%27{{ to_ms }}%27))&_a=(query:(language:kuery,query:%27service.name:%22{{ labels.service }}%22%27))',
  datadog:
    'https://app.datadoghq.com/apm/traces?query=service%3A{{ labels.service }}&start={{ from_ms }}&end={{ to_ms }}&paused=true',
  newRelic:
    'https://one.newrelic.com/launcher/logger.log-launcher?platform[timeRange][begin_time]={{ from_ms }}&platform[timeRange][end_time]={{ to_ms }}&query=service%3A%22{{ labels.service }}%22',
  elasticApm: 'https://kibana.test/app/apm/link-to/trace/{{ trace }}?rangeFrom={{ from_ms }}&rangeTo={{ to_ms }}',
  grafana:
    'https://grafana.test/explore?schemaVersion=1&orgId=1&panes=%7B%22a%22%3A%7B%22datasource%22%3A%22p%22%2C%22queries%22%3A%5B%7B%22refId%22%3A%22A%22%2C%22expr%22%3A%22up%7Bapp%3D%5C%22{{ labels.service }}%5C%22%7D%22%7D%5D%2C%22range%22%3A%7B%22from%22%3A%22{{ from_ms }}%22%2C%22to%22%3A%22{{ to_ms }}%22%7D%7D%7D',
  plain: 'https://wiki.test/{{ labels.service }}?q={{ labels.service }}',
};

function rendered(template: string, service = 'checkout'): LinkRendered {
  const link = linkSchema.parse({ name: 'More', url: template });
  return renderLink(link, aboutAlert({ service }, { trace: TRACE }).values, webLink);
}

function href(template: string, service?: string): string {
  const link = rendered(template, service);
  if ('missing' in link) throw new Error(link.missing);
  return link.href;
}

describe('links', () => {
  it.each([
    ['kibana', TEMPLATES.kibana, [`from:%27${FROM}%27,to:%27${TO}%27`, 'service.name:%22checkout%22%27']],
    ['datadog', TEMPLATES.datadog, ['query=service%3Acheckout&', `start=${FROM}&end=${TO}&`]],
    ['new relic', TEMPLATES.newRelic, ['query=service%3A%22checkout%22', `[begin_time]=${FROM}&`]],
    ['elastic apm', TEMPLATES.elasticApm, [`/link-to/trace/${TRACE}?rangeFrom=${FROM}&rangeTo=${TO}`]],
  ])('%s', (_, template, parts) => {
    for (const part of parts) expect(href(template)).toContain(part);
  });

  it('grafana: the JSON in the address is JSON, with the value in it', () => {
    const panes = JSON.parse(new URL(href(TEMPLATES.grafana, 'a&b {c} #d')).searchParams.get('panes') ?? '');
    expect(panes.a.queries[0].expr).toBe('up{app="a&b {c} #d"}');
    expect(panes.a.range).toEqual({ from: `${FROM}`, to: `${TO}` });
  });

  it.each(['a"b', "a'b", 'a\\', 'a`b', 'a!b'])(
    'has no link with %s in a template with a language of its own, and one without',
    (service) => {
      const missing = 'no value for {{ labels.service }} that an address can hold';
      for (const template of [TEMPLATES.kibana, TEMPLATES.grafana, TEMPLATES.newRelic]) {
        expect(rendered(template, service)).toEqual({ name: 'More', missing });
      }
      expect(new URL(href(TEMPLATES.plain, service)).searchParams.get('q')).toBe(service);
    },
  );

  it.each(['', '.', '..', '\ud800'])('has no link for the value %j', (service) => {
    expect(rendered(TEMPLATES.plain, service)).toHaveProperty('missing');
  });

  test('a value stays one value of the address, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }), (service) => {
        for (const template of [TEMPLATES.plain, TEMPLATES.grafana]) {
          const link = rendered(template, service);
          if ('missing' in link) continue;
          const url = new URL(link.href);
          const like = new URL(href(template, 'x'));
          expect([url.origin, url.hash, [...url.searchParams.keys()]]).toEqual([
            like.origin,
            like.hash,
            [...like.searchParams.keys()],
          ]);
          expect(url.pathname.split('/').length).toBe(like.pathname.split('/').length);
          const panes = url.searchParams.get('panes');
          if (panes === null) expect(url.searchParams.get('q')).toBe(service);
          else expect(JSON.parse(panes).a.queries[0].expr).toBe(`up{app="${service}"}`);
        }
      }),
    );
  });

  it.each([
    'https://{{ labels.host }}/x',
    'https://a.test{{ labels.port }}/x',
    '{{ annotations.url }}',
    'javascript:alert(1)',
    'https://me:pw@a.test/',
    'ftp://a.test/',
    'https://a.test/{{ labels.x',
  ])('refuses the template %s', (url) => expect(linkSchema.safeParse({ name: 'x', url }).success).toBe(false));

  it('shows nothing that the check refuses', () => {
    expect(rendered(`https://a.test/${'x'.repeat(3_000)}`)).toEqual({
      name: 'More',
      missing: 'what its template gives is not a link',
    });
  });
});
