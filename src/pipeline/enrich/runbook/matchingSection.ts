import { quoteBlocks } from './quoteBlocks.ts';
import type { Block } from './readMarkdown.ts';

const MOST = 1_200;

/** What a responder reads first. */
const ORDER: readonly RegExp[] = [
  /\b(?:diagnos\w*|troubleshoot\w*|investigat\w*|debug\w*|triage|what to check|checks?)\b/i,
  /\b(?:mitigat\w*|resolution|resolv\w*|remediat\w*|remedy|solution|fix(?:es|ing)?|recover\w*|what to do|actions?)\b/i,
  /\b(?:steps?|procedure|instructions?|playbook|runbook|checklist|response|how to)\b/i,
  /\b(?:meaning|summary|description|overview|about|explanation|context|what is|what does)\b/i,
];
/** What stands below a heading that somebody meant to fill in. */
const UNWRITTEN = /^\W*(?:(?:todo|tbd|fixme|wip|n\/a|none)\b|coming soon|to be (?:added|written|done|defined)).{0,40}$/i;

/**
 * The part of a runbook that speaks of an alert, as a quote of at most 1,200 characters: of the section that begins at block `at` (null:
 * of the whole text) what is below the headings for diagnosis, mitigation, steps and meaning, in this order; without any of them the
 * section from its beginning. Headings are plain lines. `heading` is the section's own; null where it has none. Null: nothing is written there.
 */
export function matchingSection(blocks: readonly Block[], at: number | null): { heading: string | null; quote: string } | null {
  const first = at ?? blocks.findIndex(({ kind }) => kind === 'heading');
  const own = blocks[first];
  const heading = own?.kind === 'heading' && (at !== null || isTitle(blocks, first)) ? own : null;
  const inside = heading === null ? blocks : blocks.slice(first + 1, endOf(blocks, first));
  const chosen = chosenParts(inside);
  const quoted = chosen.length > 0 ? chosen : withoutEmpty(inside);
  if (quoted.every(({ kind }) => kind === 'heading')) return null;
  return { heading: heading?.text ?? null, quote: quoteBlocks(quoted, MOST) };
}

/** The first heading is the text's title where nothing stands beside it. */
function isTitle(blocks: readonly Block[], first: number): boolean {
  return first === 0 && endOf(blocks, first) === blocks.length;
}

/** Where the section of a heading ends: at the next one that is no deeper. */
function endOf(blocks: readonly Block[], at: number): number {
  const own = blocks[at];
  const level = own?.kind === 'heading' ? own.level : 0;
  const end = blocks.findIndex((block, i) => i > at && block.kind === 'heading' && block.level <= level);
  return end < 0 ? blocks.length : end;
}

/** What is below the headings that responders look for, best first. */
function chosenParts(blocks: readonly Block[]): Block[] {
  const parts: { readonly rank: number; readonly blocks: readonly Block[] }[] = [];
  for (let i = 0; i < blocks.length; ) {
    const block = blocks[i] as Block;
    const rank = block.kind === 'heading' ? ORDER.findIndex((words) => words.test(block.text)) : -1;
    if (block.kind !== 'heading' || rank < 0) {
      i += 1;
      continue;
    }
    const end = endOf(blocks, i);
    const below = withoutEmpty(blocks.slice(i + 1, end));
    const isWritten = below.some((each) => each.kind !== 'heading');
    if (isWritten) parts.push({ rank, blocks: [block, ...below] });
    // An empty one may have what it means below a heading of its own.
    i = isWritten ? end : i + 1;
  }
  return parts.sort((one, other) => one.rank - other.rank).flatMap((part) => part.blocks);
}

/** Without what somebody meant to write, and without the headings that have nothing below them. */
function withoutEmpty(all: readonly Block[]): Block[] {
  const blocks = all.filter((block) => block.kind === 'heading' || !UNWRITTEN.test(block.text));
  return blocks.filter(
    (block, i) => block.kind !== 'heading' || blocks.slice(i + 1, endOf(blocks, i)).some(({ kind }) => kind !== 'heading'),
  );
}
