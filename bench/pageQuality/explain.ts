import type { Page } from '../../src/backtest/page.ts';
import type { Score, TrueAlert, TrueIncident, Truth } from './truth.ts';

const MIN = 60_000;

/** An alert that a page told of, with what the trace knows of it. */
export interface ToldAlert {
  readonly alertname: string;
  readonly severity: string;
  readonly service: string;
  readonly host: string;
  readonly cluster: string;
  readonly class: string;
  readonly role: string | null;
  readonly belongsTo: string | null;
}

export interface JudgedPage {
  readonly verdict: 'hit' | 'duplicate' | 'false';
  readonly at: number;
  readonly incident: number;
  readonly reason: string;
  readonly severity: string;
  readonly title: string;
  /** The class of most of its alerts. */
  readonly class: string;
  readonly belongsTo: readonly string[];
  readonly alerts: readonly ToldAlert[];
}

export type LabelsOf = (fingerprint: string) => Readonly<Record<string, string>>;

/** Says of each page what it was. The same rules by which the generator scores; `score` is checked against them. */
export function judgePages(pages: readonly Page[], truth: Truth, labelsOf: LabelsOf, score: Score): JudgedPage[] {
  const byFingerprint = new Map<string, TrueAlert[]>();
  for (const alert of truth.alerts) {
    const of = byFingerprint.get(alert.fingerprint);
    if (of) of.push(alert);
    else byFingerprint.set(alert.fingerprint, [alert]);
  }
  const wanted = new Set(truth.incidents.filter(({ warranted }) => warranted === 'page').map(({ id }) => id));
  const hit = new Set<string>();
  const judged = [...pages]
    .sort((a, b) => a.at - b.at)
    .map((page): JudgedPage => {
      const alerts = page.fingerprints.map((mark) => toldAlert(mark, page.at, byFingerprint.get(mark) ?? [], labelsOf));
      const belongsTo =
        page.kind === 'heartbeat' ? gapsOf(page, truth) : [...new Set(alerts.flatMap((alert) => alert.belongsTo ?? []))];
      const counted = belongsTo.filter((id) => page.kind === 'heartbeat' || wanted.has(id));
      const fresh = counted.filter((id) => !hit.has(id));
      for (const id of fresh) hit.add(id);
      const verdict = fresh.length > 0 ? 'hit' : counted.length > 0 ? 'duplicate' : 'false';
      const kind = page.kind === 'heartbeat' ? 'heartbeat' : most(alerts.map((alert) => alert.class));
      const { at, incident, reason, severity, title } = page;
      return { verdict, at, incident, reason, severity, title, class: kind, belongsTo, alerts };
    });
  const found = { duplicates: ofVerdict(judged, 'duplicate'), falsePages: ofVerdict(judged, 'false') };
  if (found.duplicates !== score.duplicates || found.falsePages !== score.falsePages) {
    process.stderr.write(`explain and score differ: ${JSON.stringify(found)}, ${score.duplicates} and ${score.falsePages}\n`);
  }
  return judged;
}

function gapsOf(page: Page, truth: Truth): string[] {
  const { at, cluster } = page;
  return truth.heartbeatGaps
    .filter((gap) => gap.cluster === cluster && at >= Date.parse(gap.start) && at <= Date.parse(gap.end) + 10 * MIN)
    .map(({ id }) => id);
}

function toldAlert(mark: string, at: number, known: readonly TrueAlert[], labelsOf: LabelsOf): ToldAlert {
  const near = known.filter((alert) => at >= Date.parse(alert.startsAt) - MIN && at <= Date.parse(alert.endsAt) + 10 * MIN);
  const best = near.find(({ incident }) => incident !== null) ?? near.at(-1) ?? known.at(-1);
  const labels = labelsOf(mark);
  return {
    alertname: labels.alertname ?? mark,
    severity: labels.severity ?? '',
    service: labels.service ?? labels.app ?? labels.job ?? '',
    host: labels.node ?? labels.instance ?? labels.pod ?? '',
    cluster: labels.cluster ?? '',
    class: best?.class ?? 'unknown',
    role: best?.role ?? null,
    belongsTo: near.find(({ incident }) => incident !== null)?.incident ?? null,
  };
}

function ofVerdict(judged: readonly JudgedPage[], verdict: JudgedPage['verdict']): number {
  return judged.filter((page) => page.verdict === verdict).length;
}

function most(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 'none';
}

/** A warranted incident that nobody was paged for (in time), and what became of its alerts. */
export interface MissedIncident {
  readonly truth: Pick<TrueIncident, 'id' | 'type' | 'cluster' | 'severity'> & Partial<TrueIncident>;
  readonly pagedAt: number | null;
  readonly alerts: readonly string[];
}
