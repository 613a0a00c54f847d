import { plainMarkdown } from './plainMarkdown.ts';

/** A piece of a Markdown text, its marks gone. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string; readonly anchors: readonly string[] }
  /** `text` without its fences. */
  | { readonly kind: 'code'; readonly text: string }
  /** With its bullet or number, and as deep as it stood. */
  | { readonly kind: 'item'; readonly text: string }
  /** Its lines joined, except those of a table. */
  | { readonly kind: 'paragraph'; readonly text: string };

export interface MarkdownText {
  /** Keys in lower case; a value that is a list holds several. Read line by line: what is nested is left out. */
  readonly frontMatter: ReadonlyMap<string, readonly string[]>;
  readonly blocks: readonly Block[];
}

/** Of one text; what follows is not read. */
const MOST_BLOCKS = 5_000;

const FENCE = /^\s*(?:>\s?)*(`{3,}|~{3,})[^`]*$/;
const HEADING = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/;
const ITEM = /^(\s*)(?:[-*+]|(\d{1,9})[.)])\s+(?:\[[ xX]\]\s+)?(.*)$/;
const SHORTCODE_LINE = /^\s*\{\{[<%].*[%>]\}\}\s*$/;
const DEFINITION = /^ {0,3}\[([^\]]{1,200})\]:\s*<?(\S+?)>?(?:\s+["'(].*)?$/;

/**
 * Reads as much Markdown as quoting a part of it needs: headings, code, list items, paragraphs. Anything is Markdown, so nothing is
 * refused. Comments, rules, tags of HTML and Hugo's shortcodes are left out; so is the front matter, which comes apart.
 */
export function readMarkdown(source: string): MarkdownText {
  const lines = source.replace(/^\ufeff/, '').split(/\r\n?|\n/);
  const { frontMatter, from } = readFrontMatter(lines);
  const body = lines.slice(from);
  return { frontMatter, blocks: new Reader(definitionsIn(body)).read(body) };
}

function readFrontMatter(lines: readonly string[]): { frontMatter: Map<string, string[]>; from: number } {
  const frontMatter = new Map<string, string[]>();
  const mark = lines[0]?.trimEnd();
  const end = mark === '---' || mark === '+++' ? lines.findIndex((line, i) => i > 0 && line.trimEnd() === mark) : -1;
  if (end < 0) return { frontMatter, from: 0 };
  let values: string[] = [];
  for (const line of lines.slice(1, end)) {
    const [, key = '', rest = ''] = /^([\w-]+)\s*[:=]\s*(.*)$/.exec(line) ?? [];
    const [, item] = /^\s*-\s+(.*)$/.exec(line) ?? [];
    if (item !== undefined) values.push(unquoted(item));
    if (key === '') continue;
    values = /^\[.*\]$/.test(rest) ? rest.slice(1, -1).split(',').map(unquoted) : rest === '' ? [] : [unquoted(rest)];
    frontMatter.set(key.toLowerCase(), values);
  }
  return { frontMatter, from: end + 1 };
}

function unquoted(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1$/, '$2');
}

/** `[name]: address` lines, for `[text][name]`. */
function definitionsIn(lines: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of lines) {
    const [, name, address] = DEFINITION.exec(line) ?? [];
    if (name !== undefined && address !== undefined) found.set(name.toLowerCase(), address);
  }
  return found;
}

class Reader {
  readonly #definitions: ReadonlyMap<string, string>;
  readonly #blocks: Block[] = [];
  /** Of a paragraph or an item, as written. */
  #open: string[] = [];
  #bullet: string | null = null;
  /** `1.` before every item is how many write a numbered list. */
  #numbers: { readonly indent: number; readonly number: number }[] = [];

  constructor(definitions: ReadonlyMap<string, string>) {
    this.#definitions = definitions;
  }

  read(lines: readonly string[]): Block[] {
    let inComment = false;
    for (let i = 0; i < lines.length && this.#blocks.length < MOST_BLOCKS; i += 1) {
      const line = lines[i] as string;
      const fence = inComment ? undefined : FENCE.exec(line)?.[1];
      if (fence !== undefined) {
        const { end, next } = codeEnd(lines, i, fence);
        this.#code(line, lines.slice(i + 1, end));
        i = next - 1;
        continue;
      }
      const said = withoutComment(line, inComment);
      inComment = said.inComment;
      this.#line(said.text, said.text === line);
    }
    this.#close();
    return this.#blocks;
  }

  #line(line: string, isWhole: boolean): void {
    if (line.trim() === '' || SHORTCODE_LINE.test(line) || DEFINITION.test(line)) {
      // What only lost its comment does not part a paragraph.
      if (isWhole || this.#open.length === 0) this.#close();
      return;
    }
    const heading = HEADING.exec(line);
    const isUnderline = this.#bullet === null && this.#open.length > 0 && /^ {0,3}(?:=+|-{2,})\s*$/.test(line);
    if (heading) {
      this.#close();
      this.#heading(heading[1]?.length ?? 1, heading[2] ?? '');
    } else if (isUnderline) {
      const text = this.#open.join(' ');
      this.#open = [];
      this.#heading(line.includes('=') ? 1 : 2, text);
    } else if (/^ {0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$/.test(line)) this.#close();
    else this.#text(line);
  }

  #text(line: string): void {
    const item = ITEM.exec(line);
    if (item) {
      this.#close();
      const [, indent = '', number, text = ''] = item;
      const depth = indent.replaceAll('\t', '    ').length;
      this.#bullet = `${' '.repeat(Math.min(8, depth))}${number === undefined ? '-' : `${this.#number(depth, Number(number))}.`} `;
      this.#open.push(text);
      return;
    }
    this.#open.push(line);
  }

  #number(indent: number, written: number): number {
    const outer = this.#numbers.filter((open) => open.indent < indent);
    const before = this.#numbers.find((open) => open.indent === indent);
    const number = before && written <= before.number ? before.number + 1 : written;
    this.#numbers = [...outer, { indent, number }];
    return number;
  }

  #heading(level: number, written: string): void {
    const anchors = [...written.matchAll(/\{#([^}\s]+)[^}]*\}|<a\s[^>]*?(?:name|id)=["']([^"']+)["'][^>]*>/g)];
    this.#numbers = [];
    const text = this.#plain(written.replace(/\{#[^}]*\}/g, ''))
      .replace(/\s+/g, ' ')
      .trim();
    this.#blocks.push({ kind: 'heading', level, text, anchors: anchors.map(([, own, named]) => own ?? named ?? '') });
  }

  #code(fence: string, lines: readonly string[]): void {
    this.#close();
    const indent = /^\s*/.exec(fence)?.[0].length ?? 0;
    const text = lines.map((line) => line.slice(Math.min(indent, /^\s*/.exec(line)?.[0].length ?? 0)).trimEnd()).join('\n');
    if (text.trim() !== '') this.#blocks.push({ kind: 'code', text: text.replace(/^\n+|\n+$/g, '') });
  }

  #close(): void {
    const [lines, bullet] = [this.#open, this.#bullet];
    this.#open = [];
    this.#bullet = null;
    const isTable = bullet === null && lines.length > 1 && lines.every((line) => line.trimStart().startsWith('|'));
    const kept = lines.filter((line) => !(isTable && /^[\s|:-]+$/.test(line)) && !/^\s*>\s*\[![A-Z]+\]\s*$/.test(line));
    const text = this.#plain(kept.map((line) => line.replace(/^\s*>\s?/, '').trim()).join(isTable ? '\n' : ' ')).trim();
    if (text === '') return;
    if (bullet === null) this.#numbers = this.#numbers.filter(() => /^\s/.test(lines[0] ?? ''));
    this.#blocks.push(bullet === null ? { kind: 'paragraph', text } : { kind: 'item', text: `${bullet}${text}` });
  }

  #plain(text: string): string {
    return plainMarkdown(text, (name) => this.#definitions.get(name.toLowerCase()) ?? null);
  }
}

/** Whoever forgot to close a fence did not mean the headings after it. */
function codeEnd(lines: readonly string[], from: number, fence: string): { end: number; next: number } {
  let heading: number | null = null;
  for (let i = from + 1; i < lines.length; i += 1) {
    const line = lines[i] as string;
    if (closes(line, fence)) return { end: i, next: i + 1 };
    if (heading === null && lines[i - 1]?.trim() === '' && /^#{2,6} \S/.test(line)) heading = i;
  }
  return { end: heading ?? lines.length, next: heading ?? lines.length };
}

function closes(line: string, fence: string): boolean {
  const found = /^\s*(?:>\s?)*(`{3,}|~{3,})\s*$/.exec(line)?.[1];
  return found !== undefined && found[0] === fence[0] && found.length >= fence.length;
}

function withoutComment(line: string, inComment: boolean): { text: string; inComment: boolean } {
  let text = '';
  let rest = line;
  let inside = inComment;
  for (;;) {
    const at = rest.indexOf(inside ? '-->' : '<!--');
    if (at < 0) return { text: inside ? text : text + rest, inComment: inside };
    if (!inside) text += rest.slice(0, at);
    rest = rest.slice(at + (inside ? 3 : 4));
    inside = !inside;
  }
}
