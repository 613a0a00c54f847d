import type { Evidence } from '../evidence/evidence.ts';

type Told = Pick<Evidence, 'kind' | 'source' | 'status' | 'because' | 'content'>;

/** What there is, in a line: `loki: 3 patterns in 120 lines, 1 new; jaeger: timed out after 3 s`. */
export function evidenceText(found: readonly Told[]): string {
  return found.map((each) => `${each.source}: ${said(each)}`).join('; ');
}

function said({ status, because, content, kind }: Told): string {
  if (content === null || status === 'nothing') return because ?? NOTHING[kind];
  const rest = because === null ? '' : ` (${because})`;
  switch (content.kind) {
    case 'logs': {
      const patterns = content.patterns.length + content.others.patterns;
      const news = content.patterns.filter(({ isNew }) => isNew === true).length;
      return `${count(patterns, 'pattern')} in ${count(content.lines, 'line')}${news > 0 ? `, ${news} new` : ''}${rest}`;
    }
    case 'traces': {
      const broken = content.traces.filter(({ hasError }) => hasError).length;
      return `${count(content.traces.length, 'trace')}${broken > 0 ? `, ${broken} with errors` : ''}${rest}`;
    }
    case 'graph':
      return `a graph of ${count(content.series.length + content.others, 'series')}${rest}`;
  }
}

const NOTHING: Readonly<Record<Evidence['kind'], string>> = { logs: 'no lines', traces: 'no traces', graph: 'nothing to draw' };

function count(n: number, noun: string): string {
  return n === 1 || noun === 'series' ? `${n} ${noun}` : `${n} ${noun}s`;
}
