import { describe, expect, it } from 'vitest';
import type { ChosenRunbooks } from '../../../../src/pipeline/enrich/runbook/chooseRunbooks.ts';
import type { LinkHealth } from '../../../../src/pipeline/enrich/runbook/linkHealth.ts';
import { runbookDesk } from '../../../../src/pipeline/enrich/runbook/runbookDesk.ts';
import { type RuleRow, runbookReport } from '../../../../src/pipeline/enrich/runbook/runbookReport.ts';
import { DEFAULT_RUNBOOKS } from '../../../../src/pipeline/enrich/runbook/runbookSettings.ts';

const desk = runbookDesk({ ...DEFAULT_RUNBOOKS, fallback: 'https://w.example/triage' }, null, () => null);
const choose = ({ labels, annotations }: RuleRow): ChosenRunbooks =>
  desk.choose({ alerts: [{ labels, annotations, severity: null, serviceRunbook: null }], facts: {} });
const gone: LinkHealth = { status: 'gone', because: 'answers 404', checkedAt: 1 };
const healthOf = (url: string): LinkHealth | null =>
  url.endsWith('/gone') ? gone : url.endsWith('/unknown') ? null : { status: 'ok', because: '', checkedAt: 1 };

function row(alertname: string, runbook: string | null, more: Partial<RuleRow> = {}): RuleRow {
  const annotations = runbook === null ? {} : { runbook_url: runbook };
  return { integration: 'prod', labels: { alertname }, annotations, alerts: 1, lastSeen: 10, ...more };
}
const report = (rows: readonly RuleRow[]) => runbookReport(rows, choose, healthOf);

describe('the report on runbooks', () => {
  it('has those without one first, then what is not well, then what holds no link', () => {
    const items = report([
      row('Well', 'https://w.example/well'),
      row('Untidy', 'https://w.example/x https://w.example/{{ $labels.x }}'),
      row('Gone', 'https://w.example/gone'),
      row('Bare', null),
      row('Todo', 'TODO', { alerts: 5 }),
      row('Unlooked', 'https://w.example/unknown'),
    ]);
    expect(items.map(({ alertname }) => alertname)).toEqual(['Todo', 'Bare', 'Gone', 'Untidy', 'Unlooked', 'Well']);
    expect(items[0]).toEqual({
      ...{ alertname: 'Todo', integration: 'prod', alerts: 5, lastSeen: 10, file: null },
      ...{ url: 'https://w.example/triage', source: 'fallback', health: { status: 'ok', because: '', checkedAt: 1 } },
      notLinks: [{ where: 'annotation runbook_url', value: 'TODO', what: 'a placeholder' }],
    });
    expect(items[2]).toMatchObject({
      url: 'https://w.example/gone',
      source: 'annotation runbook_url',
      health: gone,
      notLinks: [],
    });
    expect(items[4]?.health).toBeNull();
  });

  it('takes a rule for what its newest alert says, and counts all of them', () => {
    const old = row('A', null, { alerts: 3, lastSeen: 5 });
    const fresh = row('A', 'https://w.example/a', { alerts: 2, lastSeen: 7 });
    for (const rows of [
      [old, fresh],
      [fresh, old],
    ])
      expect(report(rows)).toMatchObject([{ alerts: 5, lastSeen: 7, url: 'https://w.example/a' }]);
    expect(report([old, { ...fresh, integration: 'staging' }])).toHaveLength(2);
  });

  it('shows the link that is not well, where there are several', () => {
    expect(report([row('A', 'https://w.example/a https://w.example/gone')])).toMatchObject([
      { url: 'https://w.example/gone', health: gone },
    ]);
  });

  it('knows what has no name', () => {
    expect(report([row('', null, { labels: {} })])).toMatchObject([{ alertname: '' }]);
    expect(report([])).toEqual([]);
  });
});
