import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument } from 'yaml';
import type { Path } from './pathName.ts';
import type { ProblemList } from './problemList.ts';
import { yamlWords } from './yamlWords.ts';

/** Nested deeper than any configuration is. */
const DEEPEST = 64;
/** How many values aliases may bring in: beyond it they are a bomb. */
const MOST_ALIASED = 10_000;
const CORE_TAGS = new Set(['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((tag) => `tag:yaml.org,2002:${tag}`));

/** A mapping of the file. Without a prototype. */
export type Tree = Record<string, unknown>;

/**
 * The file as plain values: mappings, lists, texts, numbers, booleans. YAML 1.2, core schema. A key without a value is left
 * out. Null where the text is not YAML at all, which then is one problem; other problems do not stop it.
 */
export function readYamlTree(text: string, problems: ProblemList): Tree | null {
  const lines = new LineCounter();
  // Duplicate keys are found by the reader, which can name both places. prettyErrors would quote lines that hold secrets.
  const document = parseDocument(text, { schema: 'core', uniqueKeys: false, prettyErrors: false, lineCounter: lines });
  problems.setPlace([], { line: 1, column: 1 });
  const error = document.errors[0];
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    problems.setPlace([], { line, column: col });
    problems.add([], ...yamlWords(error.code));
    return null;
  }
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) return emptyTree();
  const tree = new Reader(document, lines, problems).read(document.contents, [], 0);
  if (isTree(tree)) return tree;
  problems.add([], 'the file must hold a mapping', 'begin with a key such as `route:`');
  return null;
}

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function emptyTree(): Tree {
  return Object.create(null) as Tree;
}

class Reader {
  readonly #document: Document;
  readonly #lines: LineCounter;
  readonly #problems: ProblemList;
  /** The collections that are being read, outermost first. */
  readonly #open = new Set<unknown>();
  #aliases = 0;
  #aliased = 0;
  #isTooMuch = false;

  constructor(document: Document, lines: LineCounter, problems: ProblemList) {
    this.#document = document;
    this.#lines = lines;
    this.#problems = problems;
  }

  read(node: unknown, path: Path, depth: number): unknown {
    if (this.#aliases > 0) this.#aliased += 1;
    if (this.#aliased > MOST_ALIASED || depth > DEEPEST) {
      if (!this.#isTooMuch) this.#problems.add(path, 'is nested too deeply or repeated too often by aliases', 'write it out');
      this.#isTooMuch = true;
      return undefined;
    }
    if (isAlias(node)) return this.#readAlias(node.resolve(this.#document), path, depth);
    if (!isMap(node) && !isSeq(node) && !isScalar(node)) return undefined;
    if (node.tag !== undefined && !CORE_TAGS.has(node.tag)) {
      this.#problems.add(path, `the tag ${node.tag} is not known`, 'leave it out');
      return undefined;
    }
    if (isScalar(node)) return node.value;
    this.#open.add(node);
    const value = isSeq(node)
      ? node.items.map((item, i) => this.#readMember(item, item, [...path, i], depth))
      : this.#readMap(node.items, path, depth);
    this.#open.delete(node);
    return value;
  }

  #readAlias(target: unknown, path: Path, depth: number): unknown {
    if (target === undefined) {
      this.#problems.add(path, 'begins with * and so stands for an anchor, which is not there', 'put the text in quotes');
      return undefined;
    }
    if (this.#open.has(target)) {
      this.#problems.add(path, 'stands for something that it is itself a part of', 'write it out');
      return undefined;
    }
    this.#aliases += 1;
    const value = this.read(target, path, depth + 1);
    this.#aliases -= 1;
    return value;
  }

  /** `at` is the node whose beginning is the member's place: its key, or in a list itself. */
  #readMember(at: unknown, node: unknown, path: Path, depth: number): unknown {
    this.#problems.setPlace(path, this.#placeOf(at));
    return this.read(node, path, depth + 1);
  }

  #readMap(items: readonly Pair[], path: Path, depth: number): Tree {
    const tree = emptyTree();
    const firstLines = new Map<string, number>();
    for (const { key: keyNode, value: valueNode } of items) {
      const key = keyText(keyNode);
      const here = [...path, key ?? '?'];
      const { line } = this.#placeOf(keyNode);
      const first = key === null ? undefined : firstLines.get(key);
      if (first === undefined) this.#problems.setPlace(here, this.#placeOf(keyNode));
      if (key === null || key === '__proto__') this.#problems.add(here, 'is not usable as a key', 'keys are plain text');
      else if (key === '<<')
        this.#problems.add(here, 'merge keys are not part of YAML 1.2', 'repeat the keys, or alias a whole value');
      else if (first !== undefined) {
        this.#problems.setPlace(here, this.#placeOf(keyNode));
        this.#problems.add(here, `the key stands twice, first in line ${first}`, 'keep one of them');
      } else {
        firstLines.set(key, line);
        const value = this.#readMember(keyNode, valueNode, here, depth);
        if (value !== null && value !== undefined) tree[key] = value;
      }
    }
    return tree;
  }

  #placeOf(node: unknown): { line: number; column: number } {
    const range = isAlias(node) || isMap(node) || isSeq(node) || isScalar(node) ? node.range : undefined;
    const { line, col } = this.#lines.linePos(range?.[0] ?? 0);
    return { line, column: col };
  }
}

/** A key as it was written, so that `1:` and `true:` are names too; null where it is none. */
function keyText(node: unknown): string | null {
  if (!isScalar(node) || node.value === null) return null;
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
}
