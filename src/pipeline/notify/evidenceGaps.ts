import type { Evidence } from '../../evidence/evidence.ts';
import { oneLine } from './oneLine.ts';

const LONGEST = 160;

/** What could not be given, a line for each source that had less than all of it: `loki: timed out after 3 s`. */
export function evidenceGaps(evidence: readonly Evidence[]): string[] {
  return evidence.flatMap((each) => {
    const why = whyNot(each);
    return why === null ? [] : [`${oneLine(each.source, 60)}: ${why}`];
  });
}

function whyNot({ status, because }: Evidence): string | null {
  const said = oneLine(because ?? '', LONGEST);
  switch (status) {
    case 'found':
      return null;
    case 'nothing':
      return said === '' ? 'nothing found' : `nothing found, ${said}`;
    case 'partial':
      return said === '' ? 'only a part of it' : `only a part of it, ${said}`;
    case 'skipped':
      return said === '' ? null : `not asked, ${said}`;
    case 'failed':
      return said === '' ? 'no usable answer' : said;
  }
}
