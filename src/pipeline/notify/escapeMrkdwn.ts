import { mrkdwnEntities } from './mrkdwnEntities.ts';
import { oneLine } from './oneLine.ts';

/**
 * Text from outside as one line of at most `max` characters, escaped so that Slack finds no mention, link or code block in
 * it. Single `*` and `_` stay as they are: alertnames contain them.
 */
export function escapeMrkdwn(text: string, max: number): string {
  const line = oneLine(text, max).replace(/`{3,}/g, (run) => 'ˋ'.repeat(run.length));
  const escaped = mrkdwnEntities(line);
  return escaped.length <= max ? escaped : cutEscaped(line, max);
}

/** Lengths count after escaping, and no entity may be torn. */
function cutEscaped(line: string, max: number): string {
  let length = 0;
  let end = 0;
  for (const character of line) {
    length += mrkdwnEntities(character).length;
    if (length > max - 1) break;
    end += character.length;
  }
  return `${mrkdwnEntities(line.slice(0, end))}…`;
}
