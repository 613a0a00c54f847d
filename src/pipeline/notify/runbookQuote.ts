import { cleanText } from './cleanText.ts';
import type { IncidentView } from './notifier.ts';
import { oneLine } from './oneLine.ts';

export interface RunbookQuote {
  /** The heading that it stands below; where there is none, the empty text. */
  readonly title: string;
  /** Lines of plain text; code stands between lines of backticks, or within backticks. */
  readonly lines: readonly string[];
}

const LONGEST = 1_500;

/** What the best of its local runbooks says of it; null where there is none. */
export function runbookQuote({ runbooks = [] }: Pick<IncidentView, 'runbooks'>): RunbookQuote | null {
  const found = runbooks.find(({ section }) => section !== null);
  if (!found?.section) return null;
  const lines = cleanText(found.section.quote.slice(0, LONGEST)).trimEnd().split('\n');
  return { title: oneLine(found.section.heading, 200), lines: lines.map((line) => line.trimEnd()) };
}
