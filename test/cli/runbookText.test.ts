import { describe, expect, it } from 'vitest';
import type { RunbookAnswer } from '../../src/cli/runbookAnswer.ts';
import { runbookText } from '../../src/cli/runbookText.ts';

type Item = RunbookAnswer['items'][number];
const WELL: Item = {
  ...{ alertname: 'ShopDown', integration: 'prod', alerts: 1, last_seen: '10:00', runbook: 'https://w.example/shop' },
  ...{ source: 'annotation runbook_url', file: null, health: { status: 'ok', because: '', checked_at: '09:00' }, not_links: [] },
};
const TODO = { where: 'annotation runbook_url', value: 'TODO', what: 'a placeholder' };

describe('runbookText', () => {
  it('lists what has none, what is not well and what is no link', () => {
    const items: Item[] = [
      { ...WELL, alertname: 'Bare', runbook: null, source: null, health: null, alerts: 12, not_links: [TODO] },
      { ...WELL, alertname: 'BareToo', runbook: 'https://w.example/triage', source: 'fallback' },
      { ...WELL, alertname: 'Gone', health: { status: 'gone', because: 'answers 404', checked_at: '09:00' } },
      { ...WELL, alertname: 'Untidy', file: 'Untidy.md', not_links: [TODO] },
      WELL,
    ];
    const listed = `2 of 5 rules have no runbook:
  prod/Bare     12 alerts, last 10:00
    annotation runbook_url: "TODO" is a placeholder
  prod/BareToo  1 alert, last 10:00
    fallback: https://w.example/triage

1 rule with a runbook that is not well:
  prod/Gone  1 alert, last 10:00
    annotation runbook_url: https://w.example/shop
    gone: it answers 404 (09:00)

1 rule with a runbook, and with what is no link:
  prod/Untidy  1 alert, last 10:00
    annotation runbook_url: https://w.example/shop, Untidy.md
    annotation runbook_url: "TODO" is a placeholder
`;
    expect(runbookText(items, false)).toBe(listed);
    expect(runbookText(items, true)).toBe(`${listed}
1 rule with a runbook:
  prod/ShopDown  1 alert, last 10:00
    annotation runbook_url: https://w.example/shop
`);
  });

  it('is short where all is well, or nothing fires', () => {
    expect(runbookText([WELL], false)).toBe('0 of 1 rule have no runbook\n');
    expect(runbookText([], false)).toBe('no rule fires, or has fired within 30 days\n');
  });

  it('holds nothing that a terminal would obey', () => {
    const evil = 'a\u001b[31m\nb\u202e';
    const item: Item = {
      ...WELL,
      alertname: evil,
      runbook: evil,
      file: evil,
      source: `annotation ${evil}`,
      not_links: [{ where: evil, value: evil, what: evil }],
      health: { status: 'gone', because: evil, checked_at: '09:00' },
    };
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(runbookText([item], true)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]|^b/m);
  });
});
