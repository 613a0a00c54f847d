import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linksIn } from '../../../../src/pipeline/enrich/runbook/linksIn.ts';
import { webLink } from '../../../../src/pipeline/notify/webLink.ts';

const A = 'https://wiki.example.com/a';
const B = 'https://wiki.example.com/b?x=1,2&y=%20#part-3';

describe('the links in a text', () => {
  it.each([
    ['one', A, [A]],
    ['a line break behind it', `${A}\n\n`, [A]],
    ['blanks around it', `  \t${A}\r\n`, [A]],
    ['several, by blanks', `${A} ${B}`, [A, B]],
    ['several, by lines', `${A}\n- ${B}\n`, [A, B]],
    ['several, by commas and nothing', `${A},${B}`, [A, B]],
    ['several, by commas and blanks', `${A}, ${B};`, [A, B]],
    ['the same twice', `${A} ${A}`, [A]],
    ['a link of Markdown', `See [the wiki](${A}) and [more](${B} "title").`, [A, B]],
    ['its own label in Markdown', `[${A}](${A})`, [A]],
    ['brackets in Markdown', '[x](https://wiki.example.com/a_(b))', ['https://wiki.example.com/a_(b)']],
    ['angle brackets', `<${A}>`, [A]],
    ['Slack', `<${A}|the wiki>`, [A]],
    ['a label behind a bar', `${A}|the wiki`, [A]],
    ['Confluence', `[the wiki|${A}]`, [A]],
    ['HTML', `<a href="${A}">the wiki</a>`, [A]],
    ['the end of a sentence', `Read ${A}. Or (see ${B}), then act!`, [A, B]],
    ['bold', `**${A}**`, [A]],
    ['quotes', `'${A}' "${B}"`, [A, B]],
    ['prose around it', `Restart it, then look at ${A} for what comes next`, [A]],
    ['a backslash behind it', `${A}\\n`, [A]],
    ['capitals', 'HTTPS://WIKI.example.com/A', ['https://wiki.example.com/A']],
    ['what cannot be seen', `\u200b${A}\u202e`, [A]],
    [
      'an address in an address',
      'https://web.example.org/2024/https://x.example/y',
      ['https://web.example.org/2024/https://x.example/y'],
    ],
    ['braces of its own', 'https://wiki.example.com/{id}', ['https://wiki.example.com/%7Bid%7D']],
    [
      'an anchor',
      'https://git.example.com/r/blob/main/runbook.md#alert-name-shopdown',
      ['https://git.example.com/r/blob/main/runbook.md#alert-name-shopdown'],
    ],
  ])('%s', (_, text, links) => {
    expect(linksIn(text)).toEqual({ links, references: [], notLinks: [] });
  });

  it.each([
    ['', '', 'empty'],
    [' \n', '', 'empty'],
    ['TODO', 'TODO', 'a placeholder'],
    ['todo: write\nthis', 'todo: write this', 'a placeholder'],
    ['TODO(anna) write this', 'TODO(anna) write this', 'a placeholder'],
    ['n/a', 'n/a', 'a placeholder'],
    ['N/A\n', 'N/A', 'a placeholder'],
    ['-', '-', 'a placeholder'],
    ['none', 'none', 'a placeholder'],
    ['No runbook yet.', 'No runbook yet.', 'a placeholder'],
    ['https://TODO/', 'https://TODO/', 'a placeholder'],
    ['{{ $labels.runbook }}', '{{ $labels.runbook }}', 'a template that was not filled in'],
    ['docs/{{ $labels.service }}', 'docs/{{ $labels.service }}', 'a template that was not filled in'],
    [`${A}/{{ $labels.x }}/y`, `${A}/{{ $labels.x }}/y`, 'a link with a template in it that was not filled in'],
    [`${A}/<no value>/y`, `${A}/<no value>/y`, 'a link with a template in it that was not filled in'],
    [
      'https://wiki.example.com/\x24{team}',
      'https://wiki.example.com/\x24{team}',
      'a link with a template in it that was not filled in',
    ],
    ['Restart the pod and call Anna', 'Restart the pod and call Anna', 'prose'],
    ['a\u0000b\nc d', 'a b c d', 'prose'],
    ['www.example.com/runbook', 'www.example.com/runbook', 'an address without https://'],
    ['javascript:alert(1)', 'javascript:alert(1)', 'a link that is neither http nor https'],
    ['mailto:anna@example.com', 'mailto:anna@example.com', 'a link that is neither http nor https'],
    ['ftp://files.example.com/x', 'ftp://files.example.com/x', 'a link that is neither http nor https'],
    ['https://', 'https://', 'no address that can be opened'],
    ['https://a b', 'https://a', null],
    ['http://[::1/x', 'http://[::1/x', 'no address that can be opened'],
    ['https://anna:hunter2@wiki.example.com/x', 'https://***@wiki.example.com/x', 'a link with a user name or password in it'],
    [`https://wiki.example.com/${'x'.repeat(2_000)}`, `https://wiki.example.com/${'x'.repeat(55)}…`, 'a link that is too long'],
  ])('%j is none: %s', (text, value, what) => {
    const found = linksIn(text);
    if (what === null) expect(found.links).toEqual(['https://a/']);
    else expect(found).toEqual({ links: [], references: [], notLinks: [{ value, what }] });
  });

  it.each([
    ['KubePodCrashLooping', ['KubePodCrashLooping'], 'a name or a path'],
    ['/runbooks/shop\n', ['/runbooks/shop'], 'a name or a path'],
    ['shop.md#restart-it', ['shop.md#restart-it'], 'a name or a path'],
    ['docs/network/router#bgp_down', ['docs/network/router#bgp_down'], 'a name or a path'],
    ['a/b.md, c/d.md', ['a/b.md', 'c/d.md'], 'a name or a path'],
    ['Shop is down.md', ['Shop is down.md'], 'a name or a path'],
    ['wiki.example.com/shop', ['wiki.example.com/shop'], 'an address without https://'],
    ['../../etc/passwd', ['../../etc/passwd'], 'a name or a path'],
  ])('%j is looked up', (text, values, what) => {
    expect(linksIn(text)).toEqual({ links: [], references: values.map((value) => ({ value, what })), notLinks: [] });
  });

  it('keeps what is no link beside what is one', () => {
    const found = linksIn(`${A} https://wiki.example.com/{{ $labels.x }}`);
    expect(found.links).toEqual([A]);
    expect(found.notLinks).toHaveLength(1);
  });

  it('takes ten at most, out of any text, and nothing that may not be shown as a link', () => {
    expect(linksIn(Array.from({ length: 50 }, (_, i) => `${A}/${i}`).join(' ')).links).toHaveLength(10);
    const pieces = fc.constantFrom(
      'https://',
      'http://',
      'a',
      '.b',
      '/',
      '@',
      ':',
      '{{',
      '}}',
      '<',
      '>',
      '|',
      '(',
      ')',
      '[',
      ']',
      ' ',
      '\n',
      ',',
      '\\',
      '\u202e',
      '%',
      '#',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 40 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const { links, references, notLinks } = linksIn(text);
        expect(links.length + references.length + notLinks.length).toBeGreaterThan(0);
        for (const link of links) expect(webLink(link)?.href).toBe(link);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['{{', 'https://{{', '[](', 'https://)))))', 'https://a,', '(((('])('is quick on a text full of %s', (piece) => {
    const before = process.hrtime.bigint();
    linksIn(piece.repeat(100_000));
    expect(Number(process.hrtime.bigint() - before) / 1e6).toBeLessThan(500);
  });
});
