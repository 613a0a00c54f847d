import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainMarkdown } from '../../../../src/pipeline/enrich/runbook/plainMarkdown.ts';
import { readMarkdown } from '../../../../src/pipeline/enrich/runbook/readMarkdown.ts';

const short = (source: string): string[] => readMarkdown(source).blocks.map((block) => `${block.kind}: ${block.text}`);

describe('a Markdown text', () => {
  it.each([
    ['a paragraph of lines', 'one\ntwo\n\nthree', ['paragraph: one two', 'paragraph: three']],
    [
      'headings',
      '# A #\ntext\n### `B` *c*\nD\n===\nE\n---\n',
      ['heading: A', 'paragraph: text', 'heading: `B` *c*', 'heading: D', 'heading: E'],
    ],
    ['a heading with its anchor', '## Restart {#restart}', ['heading: Restart']],
    ['code', '```sh\n# no heading\n\n- x\n```\nafter', ['code: # no heading\n\n- x', 'paragraph: after']],
    ['code in waves, with a shorter fence in it', '~~~~\n~~~\n```\n~~~~', ['code: ~~~\n```']],
    ['code in a list', '- a\n  ```\n  x\n    y\n  ```\n- b', ['item: - a', 'code: x\n  y', 'item: - b']],
    ['code that somebody forgot to close', '```\nx\n\n## Next\n\ny', ['code: x', 'heading: Next', 'paragraph: y']],
    ['code up to the end', '```\nx', ['code: x']],
    ['a list', '* a\n  more\n+ b\n    - c\n1) d', ['item: - a more', 'item: - b', 'item:     - c', 'item: 1. d']],
    [
      'numbers that are all one',
      '1. a\n   1. x\n   1. y\n1. b\n\n5. c',
      ['item: 1. a', 'item:    1. x', 'item:    2. y', 'item: 2. b', 'item: 5. c'],
    ],
    ['tasks', '- [ ] a\n- [x] b', ['item: - a', 'item: - b']],
    ['a table', '| a | b |\n|---|:-:|\n| 1 | 2 |', ['paragraph: | a | b |\n| 1 | 2 |']],
    ['a quote and a notice', '> [!WARNING]\n> Mind the gap', ['paragraph: Mind the gap']],
    ['comments', 'a <!-- b --> c\n<!--\n# no\n-->\nd', ['paragraph: a  c d']],
    ['tags', '<details>\n<summary>More</summary>\n\ntext<br/>x\n</details>', ['paragraph: More', 'paragraph: text x']],
    ['shortcodes', '{{< hint info >}}\ntext {{% x %}}\n{{< /hint >}}', ['paragraph: text']],
    ['a rule', 'a\n\n---\n***\nb', ['paragraph: a', 'paragraph: b']],
    ['a picture alone', '![the graph](x.png)\n\na', ['paragraph: a']],
    [
      'definitions',
      'see [it][1] and [that] and [x][none]\n\n[1]: https://a.example "t"',
      ['paragraph: see it (https://a.example) and [that] and x'],
    ],
    ['Windows', '\ufeff# A\r\n\r\nb\r\n', ['heading: A', 'paragraph: b']],
    ['nothing', '\n\n', []],
  ])('%s', (_, source, blocks) => expect(short(source)).toEqual(blocks));

  it('has its front matter apart', () => {
    const { frontMatter, blocks } = readMarkdown(
      '---\ntitle: "Shop is: down"\nalerts:\n  - ShopDown\n  - \'ShopSlow\'\naliases: [a, "b"]\nweight: 20\n---\n# A\n',
    );
    expect(Object.fromEntries(frontMatter)).toEqual({
      title: ['Shop is: down'],
      alerts: ['ShopDown', 'ShopSlow'],
      aliases: ['a', 'b'],
      weight: ['20'],
    });
    expect(blocks).toEqual([{ kind: 'heading', level: 1, text: 'A', anchors: [] }]);
    expect(readMarkdown('---\nno end').blocks).toHaveLength(1);
  });

  it('keeps the anchors of a heading', () => {
    expect(readMarkdown('## <a name="x1"></a>A {#x2}').blocks).toEqual([
      { kind: 'heading', level: 2, text: 'A', anchors: ['x1', 'x2'] },
    ]);
  });

  it.each([
    ['[the wiki](https://a.example/x_(y))', 'the wiki (https://a.example/x_(y))'],
    ['[`code`](https://a.example "t")', '`code` (https://a.example)'],
    ['[https://a.example](https://a.example)', 'https://a.example'],
    ['[other](./other.md)', 'other (./other.md)'],
    ['[other]({{< ref "./other.md" >}})', 'other (./other.md)'],
    ['[below](#x)', 'below'],
    ['[x](javascript:alert(1))', 'x'],
    ['<https://a.example>', 'https://a.example'],
    ['**bold** __too__ and `**code**`', 'bold too and `**code**`'],
    ['2 * 3 * 4 and snake_case_name', '2 * 3 * 4 and snake_case_name'],
    ['a \\* b \\[c\\]', 'a * b [c]'],
    ['m[i][j]', 'm[i][j]'],
    ['a<b && c>d', 'a<b && c>d'],
    ['kubectl -n <namespace> <b class="x">get</b>', 'kubectl -n <namespace> get'],
    ['&lt;b&gt; &amp;lt;', '<b> &lt;'],
    ['``a ` b``', '``a ` b``'],
  ])('%s is %s', (line, said) => expect(plainMarkdown(line)).toBe(said));

  it('is read quickly, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '#',
            '`',
            '```',
            '~~~',
            '-',
            '1.',
            ' ',
            '\n',
            '[',
            '](',
            ')',
            '<',
            '>',
            '<!--',
            '-->',
            '|',
            '*',
            '\\',
            '{{<',
            'a',
          ),
          { maxLength: 80 },
        ),
        (all) => {
          for (const block of readMarkdown(all.join('')).blocks)
            expect(block.kind === 'heading' || block.text.trim() !== '').toBe(true);
        },
      ),
      { numRuns: 1_000 },
    );
    const before = process.hrtime.bigint();
    for (const piece of [
      '[',
      '](',
      '[](',
      '![',
      '<a ',
      '**',
      '`',
      '{{<',
      '[a][',
      '```\n',
      '<!--',
      '- ',
      '> ',
      '---\n',
      '[a]: b\n',
    ])
      readMarkdown(piece.repeat(64_000 / piece.length));
    expect(Number(process.hrtime.bigint() - before) / 1e6).toBeLessThan(5_000);
  });
});
