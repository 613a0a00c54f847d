import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteBlocks } from '../../../../src/pipeline/enrich/runbook/quoteBlocks.ts';
import { type Block, readMarkdown } from '../../../../src/pipeline/enrich/runbook/readMarkdown.ts';

const quote = (source: string, most: number): string => quoteBlocks(readMarkdown(source).blocks, most);
const words = (count: number): string => 'word '.repeat(count).trim();

describe('a quote', () => {
  it('is all of it where that fits', () => {
    expect(quote('# A\ntext\n- x\n- y\n\n```sh\nls\n```', 100)).toBe('A\n\ntext\n\n- x\n- y\n\n```\nls\n```');
  });

  it('ends between two blocks, and never with a heading', () => {
    const source = `${words(10)}\n\n## Next\n\n### Deeper\n\n${words(30)}`;
    expect(quote(source, 100)).toBe(`${words(10)}\n…`);
    expect(quote(`- ${words(5)}\n- ${words(5)}\n- ${words(30)}`, 80)).toBe(`- ${words(5)}\n- ${words(5)}\n…`);
  });

  it('ends in a block where there would be nearly nothing else: after a sentence, a word, a line of code', () => {
    expect(quote('First of all. Then the second sentence. And the third one goes on.', 50)).toBe(
      'First of all. Then the second sentence.\n…',
    );
    expect(quote(words(100), 30)).toBe(`${words(5)}\n…`);
    expect(quote(`\`\`\`\n${'line\n'.repeat(50)}\`\`\``, 40)).toBe('```\nline\nline\nline\nline\nline\n```\n…');
    expect(quote(`\`\`\`\n${'x'.repeat(500)}\n\`\`\``, 40)).toBe(`\`\`\`\n${'x'.repeat(29)}\n\`\`\`\n…`);
  });

  it('fences code that has fences with a longer one', () => {
    expect(quote('~~~\n```\nx\n```\n~~~', 100)).toBe('````\n```\nx\n```\n````');
  });

  it('is never too long, and closes every fence', () => {
    const text = fc
      .array(fc.constantFrom('word', 'long'.repeat(20), '. ', '\n', '```', 'ä', '😀'), { minLength: 1, maxLength: 30 })
      .map((all) => all.join(''));
    const block: fc.Arbitrary<Block> = fc.oneof(
      text.map((said) => ({ kind: 'paragraph' as const, text: said })),
      text.map((said) => ({ kind: 'item' as const, text: `- ${said}` })),
      text.map((said) => ({ kind: 'code' as const, text: said })),
      fc.constant<Block>({ kind: 'heading', level: 2, text: 'Heading', anchors: [] }),
    );
    const code = (fc.array(block, { maxLength: 12 }) as fc.Arbitrary<Block[]>).map((blocks) =>
      blocks.filter(({ kind, text: said }) => kind === 'code' || !said.includes('```')),
    );
    fc.assert(
      fc.property(code, fc.integer({ min: 60, max: 400 }), (blocks, most) => {
        const said = quoteBlocks(blocks, most);
        expect(said.length).toBeLessThanOrEqual(most);
        expect(said.isWellFormed()).toBe(true);
        expect(isClosed(said)).toBe(true);
        if (blocks.length > 0 && !said.endsWith('…')) expect(said).toContain(blocks.at(-1)?.text);
      }),
      { numRuns: 2_000 },
    );
  });
});

/** As CommonMark closes them: by a line of at least as many backticks. */
function isClosed(text: string): boolean {
  let open = 0;
  for (const line of text.split('\n')) {
    const [, ticks = ''] = /^(`{3,})\s*$/.exec(line) ?? [];
    if (ticks === '') continue;
    if (open === 0) open = ticks.length;
    else if (ticks.length >= open) open = 0;
  }
  return open === 0;
}
