import type { SlackBlock } from '../../src/pipeline/notify/slackBlocks.ts';
import { mrkdwnHtml } from './mrkdwnHtml.ts';

type Text = { readonly type: 'plain_text' | 'mrkdwn'; readonly text: string };

const STYLE = `
body { margin: 0; padding: 20px; background: #fff; color: #1d1c1d; font: 15px/1.46668 Lato, 'DejaVu Sans', sans-serif; width: 680px }
.message { display: flex; gap: 8px } .avatar { flex: 0 0 36px; height: 36px; border-radius: 4px; background: #23405c; color: #fff;
  font: 700 20px/36px sans-serif; text-align: center }
.name { font-weight: 900 } .app { font-size: 10px; background: #ddd; border-radius: 2px; padding: 1px 3px; margin: 0 4px; color: #555 }
.time, .context { color: #616061; font-size: 12px } .body { flex: 1; min-width: 0 } .block { margin: 8px 0; overflow-wrap: anywhere }
.header { font-size: 18px; font-weight: 900 } .fields { display: grid; grid-template-columns: 1fr 1fr; gap: 8px 16px }
.context { display: flex; flex-wrap: wrap; gap: 2px 10px; line-height: 1.5 } hr { border: 0; border-top: 1px solid #ddd }
code { font: 12px/1.5 'DejaVu Sans Mono', monospace; color: #c01343; border: 1px solid #ddd; background: #f8f8f8; border-radius: 3px; padding: 2px 3px }
pre { font: 12px/1.5 'DejaVu Sans Mono', monospace; border: 1px solid #ddd; background: #f8f8f8; border-radius: 4px; padding: 8px; margin: 4px 0;
  white-space: pre-wrap } a { color: #1264a3; text-decoration: none } .mention { background: #fef5d9; color: #1264a3; border-radius: 3px; padding: 0 2px }
pre + br, pre + br + br { display: none } .badge { display: inline-block; width: 14px; height: 14px; border-radius: 7px; margin-right: 4px }
.title { font-size: 13px; color: #616061 } img { max-width: 360px; max-height: 360px; border-radius: 8px; display: block; margin-top: 4px;
  border: 1px solid #ddd } .thread { margin-top: 10px; border-left: 4px solid #ddd; padding-left: 12px; font-size: 14px }
.file { display: inline-block; border: 1px solid #ddd; border-radius: 8px; padding: 8px 12px; margin-top: 4px }`;

export interface ShownMessage {
  readonly blocks: readonly SlackBlock[];
  /** Pictures by Slack's id of the file, as PNG. */
  readonly pictures: ReadonlyMap<string, Uint8Array>;
  readonly at: string;
  readonly thread: readonly { readonly blocks: readonly SlackBlock[]; readonly files: readonly string[] }[];
}

/** A message and its thread as an HTML page that looks as Slack draws Block Kit. */
export function slackHtml({ blocks, pictures, at, thread }: ShownMessage): string {
  const replies = thread.map(
    (
      reply,
    ) => `<div class="thread"><span class="name">Tocsin</span>${reply.blocks.map((each) => blockHtml(each, pictures)).join('')}
      ${reply.files.map((file) => `<div class="file">${escapeHtml(file)}</div>`).join('')}</div>`,
  );
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style><div class="message"><div class="avatar">T</div><div class="body">
    <span class="name">Tocsin</span><span class="app">APP</span><span class="time">${escapeHtml(at)}</span>
    ${blocks.map((each) => blockHtml(each, pictures)).join('\n')}${replies.join('')}</div></div>`;
}

function blockHtml(block: SlackBlock, pictures: ShownMessage['pictures']): string {
  const wrap = (kind: string, inner: string) => `<div class="block ${kind}">${inner}</div>`;
  if (block.type === 'divider') return '<hr>';
  if (block.type === 'context') return wrap('context', block.elements.map((each) => `<span>${textHtml(each)}</span>`).join(''));
  if (block.type === 'image') {
    const png = pictures.get(block.slack_file.id);
    if (!png) throw new Error(`the message shows file ${block.slack_file.id}, which nobody uploaded`);
    const source = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
    return wrap(
      'image',
      `<div class="title">${textHtml(block.title)}</div><img src="${source}" alt="${escapeHtml(block.alt_text)}">`,
    );
  }
  if ('fields' in block) return wrap('fields', block.fields.map((each) => `<div>${textHtml(each)}</div>`).join(''));
  return wrap(block.type, textHtml(block.text));
}

function textHtml({ type, text }: Text): string {
  const html = type === 'mrkdwn' ? mrkdwnHtml(text) : escapeHtml(text).replaceAll('\n', '<br>');
  return html.replace(/🔴|🟠|🟡|🔵|✅|👀/gu, (sign) => `<span class="badge" style="background: ${BADGES[sign]}"></span>`);
}

/** Headless machines have no emoji. */
const BADGES: Readonly<Record<string, string>> = {
  '🔴': '#e01e5a',
  '🟠': '#f2952f',
  '🟡': '#f2c744',
  '🔵': '#36a2eb',
  '✅': '#2eb67d',
  '👀': '#888',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);
}
