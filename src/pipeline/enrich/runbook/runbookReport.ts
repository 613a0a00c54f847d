import { type Labels, labelValue } from '../../../alert/labels.ts';
import type { Instant } from '../../../alert/timestamp.ts';
import type { ChosenRunbooks, RunbookSource } from './chooseRunbooks.ts';
import type { LinkHealth } from './linkHealth.ts';

/** Alerts of one rule, which its newest one speaks for. */
export interface RuleRow {
  readonly integration: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  /** How many alerts it stands for. */
  readonly alerts: number;
  readonly lastSeen: Instant;
}

export interface RunbookReportItem {
  readonly alertname: string;
  readonly integration: string;
  readonly alerts: number;
  readonly lastSeen: Instant;
  readonly url: string | null;
  /** Null: it has none. */
  readonly source: RunbookSource | null;
  /** In the folder. */
  readonly file: string | null;
  /** Of the first of its links that is not well, else of its first; null where none was looked at. */
  readonly health: LinkHealth | null;
  readonly notLinks: ChosenRunbooks['notLinks'];
}

/**
 * What each rule has for a runbook: those without one first, then those whose link is not well, then those that hold what is no link; in
 * each the most frequent first. A rule is an alert name of an integration, and is taken for what its newest alert says.
 */
export function runbookReport(
  rows: readonly RuleRow[],
  choose: (row: RuleRow) => ChosenRunbooks,
  healthOf: (url: string) => LinkHealth | null,
): RunbookReportItem[] {
  const rules = new Map<string, { newest: RuleRow; alerts: number }>();
  for (const row of rows) {
    const key = JSON.stringify([row.integration, labelValue(row.labels, 'alertname')]);
    const { newest, alerts } = rules.get(key) ?? { newest: row, alerts: 0 };
    rules.set(key, { newest: row.lastSeen > newest.lastSeen ? row : newest, alerts: alerts + row.alerts });
  }
  return [...rules.values()].map(({ newest, alerts }) => item(newest, alerts, choose(newest), healthOf)).sort(byNeed);
}

function item(
  row: RuleRow,
  alerts: number,
  { runbooks, notLinks }: ChosenRunbooks,
  healthOf: (url: string) => LinkHealth | null,
): RunbookReportItem {
  const seen = runbooks.map((runbook) => ({ runbook, health: runbook.url === null ? null : healthOf(runbook.url) }));
  const shown = seen.find(({ health }) => health !== null && health.status !== 'ok') ?? seen[0];
  return {
    alertname: labelValue(row.labels, 'alertname'),
    integration: row.integration,
    alerts,
    lastSeen: row.lastSeen,
    url: shown?.runbook.url ?? null,
    source: shown?.runbook.source ?? null,
    file: shown?.runbook.section?.file ?? null,
    health: shown?.health ?? null,
    notLinks,
  };
}

function byNeed(one: RunbookReportItem, other: RunbookReportItem): number {
  return (
    need(one) - need(other) ||
    other.alerts - one.alerts ||
    compare(one.alertname, other.alertname) ||
    compare(one.integration, other.integration)
  );
}

function need(item: RunbookReportItem): number {
  if (item.source === null || item.source === 'fallback') return 0;
  if (item.health !== null && item.health.status !== 'ok') return 1;
  return item.notLinks.length > 0 ? 2 : 3;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
