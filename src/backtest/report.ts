import { rfc3339 } from '../alert/timestamp.ts';
import type { PolicySource } from '../pipeline/policy.ts';
import type { TraceResult } from './runTrace.ts';
import type { Tally } from './tally.ts';

const MOST_PAGES = 100;
const MOST_RULES = 15;
const DAY_MS = 86_400_000;

/** What a replay would have done, as people read it. */
export function report(
  name: string,
  { tally, store }: TraceResult,
  policy: Pick<PolicySource, 'integrations' | 'receivers'>,
): string {
  const { begun, ended, webhooks, pages, counts } = tally;
  if (begun === null || ended === null) return `${name}: no webhooks\n`;
  const days = Math.max((ended - begun) / DAY_MS, 1 / 24);
  const strangers = [...tally.integrations].filter((each) => !policy.integrations.some(({ name }) => name === each)).sort();
  const open = [...store.incidents.values()].filter(({ status }) => status !== 'resolved').length;
  return [
    `${name}: ${webhooks} webhooks of ${[...tally.integrations].sort().join(', ')}, ${rfc3339(begun)} to ${rfc3339(ended)}`,
    ...(strangers.length > 0 ? [`not in the configuration, so without labels of their own: ${strangers.join(', ')}`] : []),
    ...(tally.rejected > 0 ? [`alerts that could not be read: ${tally.rejected}`] : []),
    '',
    `alerts received  ${counts.received ?? 0}`,
    `incidents        ${store.incidents.size}, of which ${open} are open at the end`,
    `pages            ${pages.length} at high urgency: ${(pages.length / days).toFixed(1)} a day, ${(pages.length / days / 2).toFixed(1)} in 12 hours`,
    '',
    ...ledgerLines(tally),
    '',
    ...dayLines(tally),
    ...ruleLines(tally),
    ...receiverLines(
      tally,
      policy.receivers.map(({ name }) => name),
    ),
    ...pageLines(tally),
    '',
  ].join('\n');
}

function ledgerLines(tally: Tally): string[] {
  const { received = 0, ...others } = tally.counts;
  const words = Object.entries(others)
    .filter(([, by]) => by !== 0)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const isBalanced = tally.imbalance === 0;
  return [
    `ledger: ${received} received, ${isBalanced ? 'and every one is accounted for' : `and ${tally.imbalance} are NOT accounted for`}`,
    ...words.map(([word, by]) => `  ${String(by).padStart(9)}  ${word.replace('suppressed.', 'suppressed by ')}`),
  ];
}

function dayLines({ pages }: Tally): string[] {
  if (pages.length === 0) return [];
  const days = new Map<string, number>();
  for (const { at } of pages) days.set(rfc3339(at).slice(0, 10), (days.get(rfc3339(at).slice(0, 10)) ?? 0) + 1);
  return ['pages a day (UTC):', ...[...days].map(([day, n]) => `  ${day}  ${n}`), ''];
}

function ruleLines({ rules }: Tally): string[] {
  const sorted = [...rules].sort(([a, x], [b, y]) => y.pages - x.pages || y.episodes - x.episodes || (a < b ? -1 : 1));
  return [
    'noisiest rules (times fired, pages that told of them):',
    ...sorted
      .slice(0, MOST_RULES)
      .map(([rule, { episodes, pages }]) => `  ${String(episodes).padStart(7)} ${String(pages).padStart(5)}  ${rule}`),
  ];
}

/** Those that got nothing are shown as well: somebody may wait for it. */
function receiverLines({ receivers }: Tally, configured: readonly string[]): string[] {
  const names = [...new Set([...configured, ...receivers.keys()])];
  const counted = names.map((name) => ({ name, ...(receivers.get(name) ?? { pages: 0, low: 0 }) }));
  return [
    '',
    'receivers (pages, times told of something at low urgency):',
    ...counted
      .sort((a, b) => b.pages - a.pages || b.low - a.low)
      .map(({ name, pages, low }) => `  ${String(pages).padStart(7)} ${String(low).padStart(5)}  ${name}`),
  ];
}

function pageLines({ pages }: Tally): string[] {
  if (pages.length === 0) return [];
  const left = pages.length - MOST_PAGES;
  return [
    '',
    'pages:',
    ...pages
      .slice(0, MOST_PAGES)
      .map(
        ({ at, incident, severity, reason, title, receivers }) =>
          `  ${rfc3339(at)}  #${incident} ${severity} ${reason.replaceAll('_', ' ')}: ${title} → ${receivers.join(', ')}`,
      ),
    ...(left > 0 ? [`  and ${left} more: --pages writes all of them`] : []),
  ];
}
