import type { Block } from './readMarkdown.ts';

/** A last block is cut in itself only where that leaves less than this share unquoted. */
const ENOUGH = 0.4;
const MORE = '…';

/**
 * Blocks as text of at most `most` characters. It ends between two blocks; only where that would leave nearly nothing it ends in one:
 * after a sentence, or after a line of code, whose fence is closed. What was left out leaves a `…`.
 */
export function quoteBlocks(blocks: readonly Block[], most: number): string {
  let said = '';
  let before: Block['kind'] | null = null;
  const room = most - MORE.length - 2;
  for (const [i, block] of blocks.entries()) {
    const joint = before === null ? '' : before === 'item' && block.kind === 'item' ? '\n' : '\n\n';
    const text = written(block);
    const isLast = i === blocks.length - 1;
    if (said.length + joint.length + text.length <= (isLast ? most : room)) {
      said += joint + text;
      before = block.kind;
      continue;
    }
    const left = room - said.length - joint.length;
    if (said.length < room * ENOUGH && block.kind !== 'heading') said += joint + cut(block, left);
    return `${withoutLastHeading(said, blocks.slice(0, i))}\n${MORE}`;
  }
  return said;
}

function written(block: Block): string {
  if (block.kind !== 'code') return block.text;
  const fence = fenceFor(block.text);
  return `${fence}\n${block.text}\n${fence}`;
}

/** Longer than any within. */
function fenceFor(code: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`{3,}/g)].map(([ticks]) => ticks.length));
  return '`'.repeat(longest + 1);
}

function cut(block: Block, room: number): string {
  if (block.kind === 'code') {
    const fence = fenceFor(block.text);
    const left = room - 2 * (fence.length + 1);
    const lines: string[] = [];
    let used = 0;
    for (const line of block.text.split('\n')) {
      if (used + line.length + 1 > left) break;
      lines.push(line);
      used += line.length + 1;
    }
    const code = lines.length > 0 ? lines.join('\n') : block.text.slice(0, Math.max(0, left)).toWellFormed();
    return `${fence}\n${code}\n${fence}`;
  }
  const text = block.text.slice(0, Math.max(0, room));
  const sentence = Math.max(text.lastIndexOf('. '), text.lastIndexOf(': '), text.lastIndexOf('\n'));
  if (sentence > room / 2) return text.slice(0, sentence + 1).trimEnd();
  const word = text.lastIndexOf(' ');
  return (word > 0 ? text.slice(0, word) : text).toWellFormed();
}

/** A heading with nothing below it says nothing. */
function withoutLastHeading(said: string, quoted: readonly Block[]): string {
  let text = said;
  for (const block of quoted.toReversed()) {
    if (block.kind !== 'heading' || !text.endsWith(block.text)) break;
    text = text.slice(0, -block.text.length).trimEnd();
  }
  return text;
}
