import type { RunbookAnswer } from './runbookAnswer.ts';

type Item = RunbookAnswer['items'][number];

/** The rules without a runbook, those whose runbook is not well, and what stands somewhere as a link and is none; with `all` the rest. */
export function runbookText(items: readonly Item[], all: boolean): string {
  if (items.length === 0) return 'no rule fires, or has fired within 30 days\n';
  const bare = items.filter(({ source }) => source === null || source === 'fallback');
  const linked = items.filter((each) => !bare.includes(each));
  const unwell = linked.filter(({ health }) => health !== null && health.status !== 'ok');
  const well = linked.filter((each) => !unwell.includes(each));
  const untidy = well.filter(({ not_links }) => not_links.length > 0);
  const parts = [
    part(`${bare.length} of ${rules(items.length)} ${bare.length === 1 ? 'has' : 'have'} no runbook`, bare),
    ...(unwell.length > 0 ? [part(`${rules(unwell.length)} with a runbook that is not well`, unwell)] : []),
    ...(untidy.length > 0 ? [part(`${rules(untidy.length)} with a runbook, and with what is no link`, untidy)] : []),
    ...(all
      ? [
          part(
            `${rules(well.length - untidy.length)} with a runbook`,
            well.filter((each) => !untidy.includes(each)),
          ),
        ]
      : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

function part(title: string, items: readonly Item[]): string {
  if (items.length === 0) return title;
  const widest = Math.min(60, Math.max(...items.map((each) => nameOf(each).length)));
  return `${title}:\n${items.flatMap((each) => lines(each, widest)).join('\n')}`;
}

function lines(each: Item, widest: number): string[] {
  const { alerts, last_seen, health, not_links } = each;
  const count = `${alerts} alert${alerts === 1 ? '' : 's'}, last ${last_seen}`;
  return [
    `  ${nameOf(each).padEnd(widest)}  ${count}`,
    ...whereabouts(each).map((text) => `    ${printable(text)}`),
    ...(health && health.status !== 'ok' ? [`    ${health.status}: it ${printable(health.because)} (${health.checked_at})`] : []),
    ...not_links.map(({ where, value, what }) => `    ${printable(`${where}: ${JSON.stringify(value)} is ${what}`)}`),
  ];
}

function whereabouts({ runbook, source, file }: Item): string[] {
  if (source === null) return [];
  return [`${source}: ${[runbook, file].filter((place) => place !== null).join(', ')}`];
}

function nameOf({ alertname, integration }: Item): string {
  return printable(`${integration}/${alertname || '(no alertname)'}`);
}

function rules(count: number): string {
  return `${count} rule${count === 1 ? '' : 's'}`;
}

/** On one line, and without what a terminal would obey. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, ' ');
}
