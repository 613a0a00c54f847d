import { type QuoteLine, quoteLines } from '../../evidence/quoteLines.ts';
import { mrkdwn } from './mrkdwn.ts';
import { mrkdwnEntities } from './mrkdwnEntities.ts';

/** What ends an open block, and says that there is more. */
const ROOM = '\n```\n…'.length;

/**
 * The lines of a runbook as Slack's mrkdwn of at most `max` characters: code stays code, so that a command can be copied as it was
 * written; nothing else is formatted. Whole lines only; what is left out leaves a `…`.
 */
export function quoteMrkdwn(lines: readonly string[], max: number): string {
  const said: string[] = [];
  let length = 0;
  let inBlock = false;
  const fence = (): void => {
    said.push('```');
    length += 4;
    inBlock = !inBlock;
  };
  for (const line of quoteLines(lines)) {
    const written = writtenLine(line);
    if (length + written.length + 9 > max - ROOM) return [...said, ...(inBlock ? ['```'] : []), '…'].join('\n');
    if ((line.kind === 'code') !== inBlock) fence();
    said.push(written);
    length += written.length + 1;
  }
  if (inBlock) fence();
  return said.join('\n');
}

function writtenLine(line: QuoteLine): string {
  if (line.kind === 'code') return mrkdwnEntities(line.text.replace(/`{3,}/g, (run) => 'ˋ'.repeat(run.length)));
  return line.parts.map(({ isCode, text }) => (isCode ? span(text) : plain(text))).join('');
}

/** A line keeps the blanks around its code. */
function plain(text: string): string {
  const [begin = '', end = ''] = [/^\s*/.exec(text)?.[0], text.trim() === '' ? '' : /\s*$/.exec(text)?.[0]];
  return `${begin}${mrkdwn(text, text.length * 5)}${end}`;
}

function span(text: string): string {
  return `\`${mrkdwnEntities(text.replaceAll('`', 'ˋ'))}\``;
}
