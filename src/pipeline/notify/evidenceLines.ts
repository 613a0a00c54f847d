import { type Instant, rfc3339 } from '../../alert/timestamp.ts';
import type { Evidence } from '../../evidence/evidence.ts';
import type { ShownPattern } from '../../evidence/logContent.ts';
import { evidenceGaps } from './evidenceGaps.ts';
import { evidenceOf, type Found } from './evidenceOf.ts';
import { oneLine } from './oneLine.ts';
import { plural } from './plural.ts';
import { shortDuration } from './shortDuration.ts';
import { webLink } from './webLink.ts';

const PATTERNS = 3;
const TRACES = 3;
const TRACES_OF_A_PATTERN = 2;

/**
 * What was found out, as lines of plain text; those that belong under another begin with two spaces. `width`: of a pattern, in
 * characters.
 */
export function evidenceLines(evidence: readonly Evidence[], width: number): string[] {
  return [
    ...evidenceOf(evidence, 'logs').flatMap((logs) => logLines(logs, width)),
    ...evidenceOf(evidence, 'traces').flatMap((traces) => traceLines(traces, width)),
    ...evidenceOf(evidence, 'graph').map(({ content }) => `Graph, on the incident's page: ${oneLine(content.title, width)}`),
    ...evidenceGaps(evidence),
  ];
}

function logLines({ source, from, to, content }: Found<'logs'>, width: number): string[] {
  const { lines, others } = content;
  const shown = content.patterns.slice(0, PATTERNS);
  const cut = content.patterns.slice(PATTERNS);
  const patterns = others.patterns + cut.length;
  const rest = plural(others.lines + cut.reduce((sum, { count }) => sum + count, 0), 'line');
  return [
    `Logs: ${oneLine(source, 60)}, ${plural(lines, 'line')} in ${clock(from)}–${clock(to)} UTC`,
    ...shown.flatMap((pattern) => patternLines(pattern, width)),
    ...(patterns === 0 ? [] : [`  and ${plural(patterns, 'more pattern')} (${rest})`]),
  ];
}

function patternLines({ text, count, first, last, level, isNew, traces }: ShownPattern, width: number): string[] {
  const [begin, end] = [clock(first, true), clock(last, true)];
  const words = [
    `${count.toLocaleString('en-US')}×`,
    isNew === true ? 'new' : '',
    oneLine(level ?? '', 20),
    begin === end ? begin : `${begin}–${end}`,
  ];
  const links = traces.flatMap(({ url }) => webLink(url ?? '', 500) ?? []).slice(0, TRACES_OF_A_PATTERN);
  return [
    `  ${words.filter((word) => word !== '').join(' ')}  ${oneLine(text, width)}`,
    ...links.map(({ href }) => `    trace ${href}`),
  ];
}

function traceLines({ source, content }: Found<'traces'>, width: number): string[] {
  const search = webLink(content.searchUrl ?? '', 500);
  return [
    `Traces: ${oneLine(source, 60)}${search ? `, more at ${search.href}` : ''}`,
    ...content.traces.slice(0, TRACES).map(({ durationMs, hasError, root, url }) => {
      const link = webLink(url ?? '', 500);
      const what = `${shortDuration(durationMs)}${hasError ? ', error' : ''}: ${oneLine(root, width)}`;
      return `  ${what}${link ? ` ${link.href}` : ''}`;
    }),
  ];
}

/** The time of day in UTC: `02:12`, with seconds `02:12:00`. */
function clock(instant: Instant, withSeconds = false): string {
  return rfc3339(instant).slice(11, withSeconds ? 19 : 16);
}
