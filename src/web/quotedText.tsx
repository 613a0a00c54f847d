import { type QuoteLine, quoteLines } from '../evidence/quoteLines.ts';

/** A runbook's quote: code as code, everything else as the words that it is. */
export function QuotedText({ text }: { text: string }) {
  const stretches: QuoteLine[][] = [];
  for (const line of quoteLines(text.split('\n'))) {
    const last = stretches.at(-1);
    if (last?.[0]?.kind === line.kind) last.push(line);
    else stretches.push([line]);
  }
  const shown = stretches.map(withoutBlankEnds).filter((lines) => lines.length > 0);
  return (
    <>
      {shown.map((lines) =>
        lines[0]?.kind === 'code' ? (
          <pre>{lines.map((line) => (line.kind === 'code' ? line.text : '')).join('\n')}</pre>
        ) : (
          <p class="quoted">
            <Words lines={lines} />
          </p>
        ),
      )}
    </>
  );
}

function withoutBlankEnds(lines: readonly QuoteLine[]): readonly QuoteLine[] {
  const isBlank = (line: QuoteLine): boolean => line.kind === 'words' && line.parts.every(({ text }) => text.trim() === '');
  const begin = lines.findIndex((line) => !isBlank(line));
  return begin < 0 ? [] : lines.slice(begin, lines.findLastIndex((line) => !isBlank(line)) + 1);
}

function Words({ lines }: { lines: readonly QuoteLine[] }) {
  const all = lines.flatMap((line, i) => [
    ...(i === 0 ? [] : [{ isCode: false, text: '\n' }]),
    ...(line.kind === 'words' ? line.parts : []),
  ]);
  return <bdi>{all.map(({ isCode, text }) => (isCode ? <code>{text}</code> : text))}</bdi>;
}
