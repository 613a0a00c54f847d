import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChosenRunbooks, chooseRunbooks } from '../../../../src/pipeline/enrich/runbook/chooseRunbooks.ts';
import { compileRunbooks } from '../../../../src/pipeline/enrich/runbook/compileRunbooks.ts';
import { indexRunbooks } from '../../../../src/pipeline/enrich/runbook/runbookIndex.ts';
import type { RunbookSettings } from '../../../../src/pipeline/enrich/runbook/runbookSettings.ts';
import { webLink } from '../../../../src/pipeline/notify/webLink.ts';

const SETTINGS: RunbookSettings = {
  annotations: ['runbook_url', 'runbook'],
  labels: ['playbook'],
  templates: [
    { matchers: ['team="shop"'], url: 'https://wiki.example.com/shop/{{ labels.alertname | slug }}' },
    { matchers: ['severity="critical"'], url: 'https://wiki.example.com/{{ service }}?q={{ labels.q }}' },
  ],
  folder: './runbooks',
  fallback: 'https://wiki.example.com/triage',
  check: null,
};
const FOLDER = indexRunbooks([
  { file: 'ShopDown.md', text: '# ShopDown\n\nRestart it.' },
  { file: 'net/router.md', text: '# Router\n\n## BgpDown\n\nCall them.' },
]);
const SHOP = { file: 'ShopDown.md', heading: 'ShopDown', quote: 'Restart it.' };
const BGP = { file: 'net/router.md', heading: 'BgpDown', quote: 'Call them.' };

interface Given {
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
  readonly serviceRunbook?: string;
  readonly severity?: 'critical';
}

function choose(alerts: readonly Given[], settings: Partial<RunbookSettings> = {}, folder = FOLDER): ChosenRunbooks {
  const given = alerts.map(({ labels = {}, annotations = {}, serviceRunbook = null, severity = null }) => ({
    labels: { alertname: 'X', ...labels },
    annotations,
    serviceRunbook,
    severity,
  }));
  return chooseRunbooks({ alerts: given, facts: { service: 'checkout' } }, compileRunbooks({ ...SETTINGS, ...settings }), folder);
}

const ALL = {
  labels: { team: 'shop', playbook: 'https://l.example/' },
  annotations: { runbook_url: 'https://a.example/', runbook: 'https://b.example/' },
  serviceRunbook: 'https://s.example/',
};

describe('the runbook of an alert', () => {
  it.each([
    ['the first annotation', ALL, 'https://a.example/', 'annotation runbook_url'],
    [
      'the next annotation',
      { ...ALL, annotations: { runbook_url: 'TODO', runbook: 'https://b.example/' } },
      'https://b.example/',
      'annotation runbook',
    ],
    ['a label', { ...ALL, annotations: { runbook: 'prose only' } }, 'https://l.example/', 'label playbook'],
    ['its service', { ...ALL, labels: { team: 'shop', playbook: '' }, annotations: {} }, 'https://s.example/', 'service'],
    ['a template', { labels: { team: 'shop', alertname: 'CartSlow' } }, 'https://wiki.example.com/shop/cart-slow', 'template'],
    [
      'a template by what severity means',
      { labels: { q: 'a b/../c?d#e' }, severity: 'critical' as const },
      'https://wiki.example.com/checkout?q=a%20b%2F..%2Fc%3Fd%23e',
      'template',
    ],
    ['the fallback', { labels: { team: 'other' } }, 'https://wiki.example.com/triage', 'fallback'],
    [
      'the fallback where a template cannot be filled in',
      { severity: 'critical' as const },
      'https://wiki.example.com/triage',
      'fallback',
    ],
    [
      'the fallback where nothing but dots would be',
      { labels: { q: '..' }, severity: 'critical' as const },
      'https://wiki.example.com/triage',
      'fallback',
    ],
  ])('comes from %s', (_, alert, url, source) => {
    expect(choose([alert]).runbooks).toEqual([{ url, source }]);
  });

  it('is every link of the place that has one', () => {
    expect(
      choose([
        { annotations: { runbook_url: 'https://a.example/ https://b.example/\n', runbook: 'https://c.example/' } },
      ]).runbooks.map(({ url }) => url),
    ).toEqual(['https://a.example/', 'https://b.example/']);
  });

  it('has the part of the folder that speaks of it beside its link, or instead of one', () => {
    const alertname = 'ShopDown';
    expect(choose([{ labels: { alertname }, annotations: { runbook: 'https://a.example/' } }]).runbooks).toEqual([
      { url: 'https://a.example/', source: 'annotation runbook', section: SHOP },
    ]);
    expect(choose([{ labels: { alertname } }]).runbooks).toEqual([{ url: null, source: 'folder', section: SHOP }]);
  });

  it.each([
    ['ShopDown', SHOP],
    ['/runbooks/net/router#bgpdown', BGP],
    ['net/router.md#BgpDown\n', BGP],
  ])('is looked up in the folder by %j', (runbook, section) => {
    expect(choose([{ annotations: { runbook } }])).toEqual({
      runbooks: [{ url: null, source: 'annotation runbook', section }],
      notLinks: [],
    });
  });

  it('is each one once, of all alerts; no fallback beside it', () => {
    const one = { labels: { alertname: 'ShopDown' } };
    const other = { annotations: { runbook: 'https://a.example/' } };
    const { runbooks } = choose([one, other, { labels: { team: 'other' } }, one, other]);
    expect(runbooks).toEqual([
      { url: null, source: 'folder', section: SHOP },
      { url: 'https://a.example/', source: 'annotation runbook' },
    ]);
  });

  it('says what is none, each once, up to the place that has one', () => {
    const annotations = { runbook_url: 'TODO', runbook: 'net/gone.md' };
    const alert = { labels: { playbook: 'https://u:p@l.example/' }, annotations };
    const expected = [
      { where: 'annotation runbook_url', value: 'TODO', what: 'a placeholder' },
      { where: 'annotation runbook', value: 'net/gone.md', what: 'a name or a path that the runbook folder does not have' },
      { where: 'label playbook', value: 'https://***@l.example/', what: 'a link with a user name or password in it' },
    ];
    expect(choose([alert, alert]).notLinks).toEqual(expected);
    expect(choose([{ annotations: { runbook_url: '', runbook: 'https://a.example/' } }]).notLinks).toEqual([
      { where: 'annotation runbook_url', value: '', what: 'empty' },
    ]);
    expect(choose([{ annotations: { runbook_url: 'https://a.example/', runbook: 'TODO' } }]).notLinks).toEqual([]);
    expect(choose([alert], { folder: null }).notLinks[1]?.what).toBe(
      'a name or a path, and there is no runbooks.folder to look it up in',
    );
  });

  it('is none where there is none', () => {
    expect(choose([{}], { fallback: null })).toEqual({ runbooks: [], notLinks: [] });
    expect(choose([], { fallback: null })).toEqual({ runbooks: [], notLinks: [] });
  });

  it('is not taken from what every object has', () => {
    const settings = { annotations: ['constructor', '__proto__', 'toString'], labels: ['constructor'], fallback: null };
    expect(choose([{}], settings)).toEqual({ runbooks: [], notLinks: [] });
  });

  it('never leads anywhere that the configuration or a link does not say, whatever an alert holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 40 }), (q, alertname) => {
        const { runbooks } = choose([
          { labels: { q, alertname }, severity: 'critical' },
          { labels: { team: 'shop', alertname, q } },
        ]);
        for (const { url } of runbooks) {
          if (url === null) continue;
          expect(webLink(url)?.href).toBe(url);
          const { host, pathname, hash, searchParams } = new URL(url);
          expect(host).toBe('wiki.example.com');
          expect(pathname).toMatch(/^\/(?:checkout|triage|shop\/[a-z0-9-]+)$/);
          expect(hash).toBe('');
          if (pathname === '/checkout') expect([...searchParams]).toEqual([['q', q]]);
        }
      }),
    );
  });

  it('is bounded', () => {
    const many = Array.from({ length: 500 }, (_, i) => ({
      annotations: { runbook: `https://a.example/${i}` },
      labels: { playbook: 'TODO' },
    }));
    expect(choose(many).runbooks).toHaveLength(10);
    expect(choose(many.map((_, i) => ({ annotations: { runbook: `TODO ${i}` } }))).notLinks).toHaveLength(20);
  });
});
