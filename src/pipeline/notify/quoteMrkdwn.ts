import { mrkdwn } from './mrkdwn.ts';
import { mrkdwnEntities } from './mrkdwnEntities.ts';

const FENCE = /^`{3,}$/;
const CODE = /(`+)(?!`)(.+?)(?<!`)\1(?!`)/g;
/** What ends an open block, and says that there is more. */
const ROOM = '\n```\n…'.length;

/**
 * The lines of a runbook as Slack's mrkdwn of at most `max` characters: code stays code, so that a command can be copied as it was
 * written; nothing else is formatted. Whole lines only; what is left out leaves a `…`.
 */
export function quoteMrkdwn(lines: readonly string[], max: number): string {
  let said = '';
  let fence: string | null = null;
  for (const line of lines) {
    const isFence = fence === null ? FENCE.test(line) : line === fence;
    const written = isFence ? '```' : fence === null ? words(line) : code(line);
    if (said.length + written.length + 1 > max - ROOM) return `${said}${fence === null ? '' : '\n```'}\n…`.trimStart();
    said += said === '' ? written : `\n${written}`;
    if (isFence) fence = fence === null ? line : null;
  }
  return fence === null ? said : `${said}\n\`\`\``;
}

function words(line: string): string {
  let said = '';
  let from = 0;
  for (const match of line.matchAll(CODE)) {
    said += plain(line.slice(from, match.index)) + span(match[2] as string);
    from = match.index + match[0].length;
  }
  return said + plain(line.slice(from));
}

/** A line keeps the blanks around its code. */
function plain(text: string): string {
  const [begin = '', end = ''] = [/^\s*/.exec(text)?.[0], text.trim() === '' ? '' : /\s*$/.exec(text)?.[0]];
  return `${begin}${mrkdwn(text, text.length * 5)}${end}`;
}

function span(text: string): string {
  return `\`${mrkdwnEntities(text.replaceAll('`', 'ˋ'))}\``;
}

function code(line: string): string {
  return mrkdwnEntities(line.replace(/`{3,}/g, (run) => 'ˋ'.repeat(run.length)));
}
