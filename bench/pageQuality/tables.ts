import type { JudgedPage, MissedIncident } from './explain.ts';
import type { SeedResult } from './runSeed.ts';

export interface Pooled {
  readonly pages: number;
  readonly precision: number;
  readonly recall: number;
  readonly late: number;
  readonly duplicates: number;
  readonly falsePages: number;
  readonly pagesPer12h: number;
  readonly mostStormPages: number;
}

export function pool(results: readonly SeedResult[]): Pooled {
  const sum = (of: (result: SeedResult) => number): number => results.reduce((total, result) => total + of(result), 0);
  const pages = sum(({ score }) => score.pages);
  const hits = pages - sum(({ score }) => score.duplicates + score.falsePages);
  const wanted = sum(({ score }) => score.warranted);
  const found = wanted - sum(({ score }) => score.missed.length);
  return {
    pages,
    precision: hits / Math.max(1, pages),
    recall: found / Math.max(1, wanted),
    late: sum(({ score }) => score.late) / Math.max(1, wanted),
    duplicates: sum(({ score }) => score.duplicates) / Math.max(1, pages),
    falsePages: sum(({ score }) => score.falsePages),
    pagesPer12h:
      pages /
      Math.max(
        1,
        sum(({ days }) => days),
      ) /
      2,
    mostStormPages: Math.max(0, ...results.map(({ score }) => score.stormPages)),
  };
}

export function pooledLine(name: string, pooled: Pooled): string {
  const { precision, recall, late, duplicates, falsePages, pages, pagesPer12h, mostStormPages } = pooled;
  const figures = [
    precision.toFixed(3),
    recall.toFixed(3),
    percent(late),
    percent(duplicates),
    falsePages,
    pages,
    pagesPer12h.toFixed(2),
    mostStormPages,
  ];
  return `| ${[name, ...figures].join(' | ')} |`;
}

export const POOLED_HEAD =
  '| | precision | recall | late | duplicates | false pages | pages | in 12 h | most pages of one storm |\n|---|---|---|---|---|---|---|---|---|';

export function seedTable(results: readonly SeedResult[]): string[] {
  const head =
    '| seed | pages | wanted | precision | recall | late | duplicates | false | storm | p50 s | p90 s | alerts/s of CPU |';
  return [
    head,
    head.replace(/[^|]+/g, '---'),
    ...results.map(({ seed, score, alerts, cpuMs }) => {
      const { pages, warranted, precision, recall, late, duplicates, falsePages, stormPages, secondsToPage } = score;
      const speed = Math.round((1000 * alerts) / cpuMs);
      const times = [secondsToPage.p50, secondsToPage.p90].map((s) => (s === null ? '' : Math.round(s)));
      return `| ${[seed, pages, warranted, precision?.toFixed(2) ?? '', recall.toFixed(2), late, duplicates, falsePages, stormPages, ...times, speed].join(' | ')} |`;
    }),
  ];
}

/** Pages that should not have been, by the class of their alerts, and incidents by their type. */
export function classTables(results: readonly SeedResult[]): string[] {
  const pages = new Map<string, { hit: number; duplicate: number; false: number }>();
  const types = new Map<string, { wanted: number; found: number; late: number }>();
  for (const result of results) {
    for (const page of result.pages) {
      const row = pages.get(page.class) ?? { hit: 0, duplicate: 0, false: 0 };
      row[page.verdict] += 1;
      pages.set(page.class, row);
    }
    for (const [type, { wanted, found }] of Object.entries(result.types)) {
      const row = types.get(type) ?? { wanted: 0, found: 0, late: 0 };
      row.wanted += wanted;
      row.found += found;
      row.late += result.late.filter(({ truth }) => truth.type === type).length;
      types.set(type, row);
    }
  }
  return [
    '| class of most of its alerts | hits | duplicates | false |\n|---|---|---|---|',
    ...[...pages].sort().map(([name, row]) => `| ${name} | ${row.hit} | ${row.duplicate} | ${row.false} |`),
    '',
    '| incident | wanted | paged | recall | late |\n|---|---|---|---|---|',
    ...[...types]
      .sort()
      .map(([name, { wanted, found, late }]) => `| ${name} | ${wanted} | ${found} | ${(found / wanted).toFixed(2)} | ${late} |`),
  ];
}

/** What each false page and duplicate was, and what became of the alerts of what was missed or late. */
export function explanation({ seed, pages, missed, late }: SeedResult): string[] {
  return [
    ...pages.filter(({ verdict }) => verdict !== 'hit').flatMap((page) => pageLines(seed, page)),
    ...missed.flatMap((incident) => incidentLines(seed, 'MISSED', incident)),
    ...late.flatMap((incident) => incidentLines(seed, 'LATE', incident)),
  ];
}

function pageLines(seed: string, page: JudgedPage): string[] {
  const { verdict, at, incident, reason, severity, title, belongsTo, alerts } = page;
  const groups = new Map<string, number>();
  for (const alert of alerts) {
    const { alertname, service, host, cluster, role } = alert;
    const text = `${alert.class}${role ? `/${role}` : ''} ${alert.severity} ${alertname} service=${service} host=${host} cluster=${cluster} ${alert.belongsTo ?? ''}`;
    groups.set(text, (groups.get(text) ?? 0) + 1);
  }
  const of = belongsTo.length > 0 ? ` of ${belongsTo.join(', ')}` : '';
  return [
    `seed ${seed} ${verdict.toUpperCase()} ${page.class}${of} ${new Date(at).toISOString()} #${incident} ${reason} ${severity}: ${title.slice(0, 90)}`,
    ...[...groups].slice(0, 6).map(([text, count]) => `    ${count} × ${text}`),
  ];
}

function incidentLines(seed: string, word: string, { truth, pagedAt, alerts }: MissedIncident): string[] {
  const { id, type, cluster, service = '', severity, firstAlertAt, pageBy, quietRoot } = truth;
  const paged = pagedAt === null ? '' : ` paged at ${new Date(pagedAt).toISOString()}`;
  return [
    `seed ${seed} ${word} ${id} ${type} ${cluster} ${service} ${severity}${quietRoot ? ' quiet root' : ''} first alert ${firstAlertAt} page by ${pageBy}${paged}`,
    ...alerts.slice(0, 12).map((line) => `    ${line}`),
  ];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
