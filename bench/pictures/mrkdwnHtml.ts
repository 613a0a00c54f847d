const CLASSES = {
  code: /```([^`]+?)```|`([^`\n]+)`/,
  angle: /<([^<>]+)>/,
  bold: /(?<![\w*])\*([^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])/,
};

/** Slack's mrkdwn as HTML that looks as Slack shows it: links, dates (in UTC), mentions, bold, code. Its entities are HTML's. */
export function mrkdwnHtml(text: string): string {
  const match = new RegExp(`${CLASSES.code.source}|${CLASSES.angle.source}|${CLASSES.bold.source}`).exec(text);
  if (!match) return text.replaceAll('\n', '<br>');
  const [whole, block, code, angle, bold] = match;
  const before = text.slice(0, match.index).replaceAll('\n', '<br>');
  return before + piece({ block, code, angle, bold }) + mrkdwnHtml(text.slice(match.index + whole.length));
}

function piece({ block, code, angle, bold }: Record<'block' | 'code' | 'angle' | 'bold', string | undefined>): string {
  if (block !== undefined) return `<pre>${block.replace(/^\n|\n$/g, '')}</pre>`;
  if (code !== undefined) return `<code>${code}</code>`;
  if (bold !== undefined) return `<b>${mrkdwnHtml(bold)}</b>`;
  return special(angle ?? '');
}

function special(inner: string): string {
  const date = /^!date\^(\d+)\^([^|^]+)/.exec(inner);
  if (date) return shownDate(Number(date[1]), date[2] as string);
  const [target = '', label = target] = inner.split('|');
  if (target.startsWith('!subteam^')) return '<span class="mention">@payments-oncall</span>';
  if (target.startsWith('!') || target.startsWith('@')) return `<span class="mention">${target.replace(/^!/, '@')}</span>`;
  return `<a href="${target.replaceAll('"', '&quot;')}">${label}</a>`;
}

function shownDate(seconds: number, format: string): string {
  const [day = '', clock = ''] = new Date(seconds * 1000).toISOString().split('T');
  return format
    .replace('{date_short_pretty}', day)
    .replace('{time_secs}', clock.slice(0, 8))
    .replace('{time}', clock.slice(0, 5));
}
