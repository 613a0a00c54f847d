const LONGEST_LINE = 16_384;
/** A secret that the cut would halve has no shape any more, so the word at the cut goes as well, up to this. */
const LONGEST_WORD = 4_096;
const LONGEST_MARK = 64;
const WORD_END = /[^\w+/=.~%-]/;

/** The text with each line of more than 16,384 characters cut, and a mark that says how much is missing. */
export function cutLongLines(text: string): string {
  if (text.length <= LONGEST_LINE) return text;
  return text
    .split('\n')
    .map((line) => (line.length <= LONGEST_LINE ? line : cutLine(line)))
    .join('\n');
}

function cutLine(line: string): string {
  const most = LONGEST_LINE - LONGEST_MARK;
  let kept = most;
  while (kept > most - LONGEST_WORD && !WORD_END.test(line[kept - 1] as string)) kept--;
  return `${line.slice(0, kept)} [cut: ${line.length - kept} more characters]`;
}
