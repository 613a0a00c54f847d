import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Page } from '../../src/backtest/page.ts';
import { runTrace, type TraceResult } from '../../src/backtest/runTrace.ts';
import type { DecisionRow } from '../../src/pipeline/decision.ts';
import { type JudgedPage, judgePages, type MissedIncident } from './explain.ts';
import { type PolicyTree, qualityConfig, readContext } from './qualityConfig.ts';
import type { TraceFiles } from './traces.ts';
import type { Score, TrueIncident, Truth } from './truth.ts';

export interface SeedJob {
  readonly scenario: string;
  readonly files: TraceFiles;
  readonly policy: PolicyTree;
  /** Parts of the context that are kept from the policy. */
  readonly withoutContext: readonly string[];
}

export interface SeedResult {
  readonly seed: string;
  readonly days: number;
  readonly score: Score;
  readonly pages: readonly JudgedPage[];
  readonly missed: readonly MissedIncident[];
  readonly late: readonly MissedIncident[];
  /** Warranted incidents by their type: how many, and how many were paged for. */
  readonly types: Readonly<Record<string, { readonly wanted: number; readonly found: number }>>;
  readonly alerts: number;
  readonly cpuMs: number;
}

type Scorer = { score: (truth: Truth, pages: readonly object[]) => Score };

/** Replays one trace, has its pages scored, and says what each of them was. */
export async function runSeed({ scenario, files, policy, withoutContext }: SeedJob): Promise<SeedResult> {
  const { score: scorer } = (await import(pathToFileURL(scenario).href)) as Scorer;
  const truth = JSON.parse(readFileSync(files.truth, 'utf8')) as Truth;
  const known = { ...readContext(files.context) };
  const context = { ...known, ...Object.fromEntries(withoutContext.map((part) => [part, []])) };
  const rows = new Map<string, DecisionRow[]>();
  const pages: Page[] = [];
  const started = process.cpuUsage();
  const result = runTrace({
    file: files.trace,
    policy: qualityConfig(policy, context),
    changes: context.changes,
    version: 'study',
    onDecided: ({ made, pages: found }) => {
      pages.push(...found);
      for (const row of made.decisions) {
        const of = rows.get(row.fingerprint);
        if (of) of.push(row);
        else rows.set(row.fingerprint, [row]);
      }
    },
  });
  const used = process.cpuUsage(started);
  if (result.tally.imbalance !== 0) throw new Error(`seed ${files.seed}: the ledger is off by ${result.tally.imbalance}`);
  const score = scorer(
    truth,
    pages.map(({ at, kind, cluster, incident, fingerprints }) => {
      return { at: new Date(at).toISOString(), kind, cluster, incident, fingerprints };
    }),
  );
  const judged = judgePages(pages, truth, labelReader(result), score);
  return {
    ...outcome(truth, score, judged, rows),
    seed: files.seed,
    alerts: result.tally.counts.received ?? 0,
    cpuMs: (used.user + used.system) / 1000,
  };
}

function labelReader({ store }: TraceResult): (fingerprint: string) => Readonly<Record<string, string>> {
  const labels = new Map([...store.episodes.values()].map((episode) => [episode.fingerprint, episode.labels]));
  return (fingerprint) => labels.get(fingerprint) ?? {};
}

function outcome(
  truth: Truth,
  score: Score,
  pages: readonly JudgedPage[],
  rows: ReadonlyMap<string, readonly DecisionRow[]>,
): Omit<SeedResult, 'seed' | 'alerts' | 'cpuMs'> {
  const pagedAt = new Map(
    pages.flatMap(({ verdict, belongsTo, at }) => (verdict === 'hit' ? belongsTo.map((id) => [id, at] as const) : [])).reverse(),
  );
  const gaps = truth.heartbeatGaps.map((gap): TrueIncident => {
    const { id, cluster, start, end } = gap;
    return {
      id,
      type: 'heartbeat_gap',
      cluster,
      severity: '',
      warranted: 'page',
      started: start,
      resolved: end,
      firstAlertAt: start,
      pageBy: null,
    };
  });
  const wanted = [...truth.incidents.filter(({ warranted }) => warranted === 'page'), ...gaps];
  const missed = wanted.filter(({ id }) => score.missed.includes(id));
  const late = wanted.filter(({ id, pageBy }) => pageBy !== null && (pagedAt.get(id) ?? 0) > Date.parse(pageBy));
  const types: Record<string, { wanted: number; found: number }> = {};
  for (const { type, id } of wanted) {
    types[type] ??= { wanted: 0, found: 0 };
    types[type].wanted += 1;
    if (!score.missed.includes(id)) types[type].found += 1;
  }
  const tell = (incident: TrueIncident): MissedIncident => ({
    truth: incident,
    pagedAt: pagedAt.get(incident.id) ?? null,
    alerts: truth.alerts
      .filter(({ incident: of }) => of === incident.id)
      .slice(0, 40)
      .map((alert) => alertLine(alert, rows.get(alert.fingerprint) ?? [])),
  });
  return { days: truth.params.days, score, pages, types, missed: missed.map(tell), late: late.map(tell) };
}

function alertLine(alert: Truth['alerts'][number], rows: readonly DecisionRow[]): string {
  const { alertname, severity, role, startsAt, endsAt, deliveredAt } = alert;
  const from = Date.parse(startsAt) - 60_000;
  const until = Date.parse(endsAt) + 1_800_000;
  const seen = rows.filter(({ at }) => at >= from && at <= until);
  const verdicts = seen.map(
    ({ at, verdict, reason, incident }) => `${new Date(at).toISOString().slice(11, 19)} ${verdict}/${reason}#${incident}`,
  );
  const times = `${startsAt.slice(5, 19)}–${endsAt.slice(11, 19)} heard ${deliveredAt?.slice(11, 19) ?? 'never'}`;
  return `${role}/${severity} ${alertname} ${times}: ${verdicts.join(', ') || 'no decision'}`;
}
