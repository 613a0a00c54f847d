import { describe, expect, it } from 'vitest';
import { type RunbookBoard, Runbooks, type ShownRunbook } from '../../src/web/runbooks.tsx';
import { addressesIn, elementsIn, HOSTILE, textOf } from './markup.ts';

const render = (board: Partial<RunbookBoard>): string =>
  String(Runbooks({ board: { runbooks: [], notLinks: [], ...board } }) ?? '');
const runbook = (over: Partial<ShownRunbook> = {}): ShownRunbook => ({
  ...{ url: 'https://wiki.test/disk-full#what-to-do', source: 'annotation runbook_url', health: null, quote: null },
  ...over,
});

describe('runbooks', () => {
  it('are no section where there are none', () => {
    expect(render({})).toBe('');
  });

  it('show where they lead and where they were found', () => {
    const html = render({ runbooks: [runbook()] });
    expect(textOf(html)).toBe('| Runbook | wiki.test/disk-full#what-to-do | annotation runbook_url');
    expect(html).toContain('<strong>wiki.test</strong>');
  });

  it('show what is wrong with a link, and quote what speaks of the alert', () => {
    const quote = { heading: 'DiskFull', text: 'Look at `df`.\n\n```\nrm -r /tmp/<old>\n```\n\nDelete.' };
    const html = render({
      runbooks: [runbook({ health: 'answers 404', quote }), runbook({ url: null, source: 'folder', quote })],
    });
    expect(textOf(html)).toBe(
      '| Runbooks | wiki.test/disk-full#what-to-do | annotation runbook_urllinkit answers 404DiskFull | Look at df. | rm -r /tmp/<old> | Delete. ' +
        '| DiskFull | from the folder of runbooks | Look at df. | rm -r /tmp/<old> | Delete.',
    );
    expect(html).toContain('<code>df</code>');
    expect(html).toContain('<pre>rm -r /tmp/&lt;old&gt;</pre>');
  });

  it('say what stands there and is no link', () => {
    const notLinks = [{ where: 'annotation runbook', value: 'TODO', what: 'a placeholder' }];
    expect(textOf(render({ notLinks }))).toBe('| Runbooks | annotation runbook holds “TODO”, which is a placeholder.');
  });

  it.each(['javascript:alert(1)', 'data:text/html,<script>', ' java\nscript:alert(1)', 'nonsense'])(
    'do not lead to %j',
    (url) => {
      expect(addressesIn(render({ runbooks: [runbook({ url })] }))).toEqual([]);
    },
  );

  it('name the host that a link leads to, whatever it looks like', () => {
    expect(render({ runbooks: [runbook({ url: 'https://wiki.test@evil.test/' })] })).toContain('<strong>evil.test</strong>');
  });

  it.each(HOSTILE)('show %j as text', (text) => {
    const all = (word: string): RunbookBoard => ({
      runbooks: [runbook({ url: `https://wiki.test/${word}`, source: word, health: word, quote: { heading: word, text: word } })],
      notLinks: [{ where: word, value: word, what: word }],
    });
    expect(elementsIn(render(all(text)))).toEqual(elementsIn(render(all('word'))));
  });

  it('are cut where somebody wrote a book', () => {
    const long = 'x'.repeat(100_000);
    const url = `https://wiki.test/${long.slice(0, 1_000)}`;
    const many = Array.from({ length: 50 }, () =>
      runbook({ url, source: long, health: long, quote: { heading: long, text: long } }),
    );
    const notLinks = Array.from({ length: 50 }, () => ({ where: long, value: long, what: long }));
    expect(render({ runbooks: many, notLinks }).length).toBeLessThan(60_000);
  });
});
