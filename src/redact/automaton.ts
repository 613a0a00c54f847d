/** An automaton after Aho and Corasick over ASCII, in any case. */
export interface Automaton {
  /** The code of a character to its column: those that no literal has share one. */
  readonly columnOf: Uint8Array;
  readonly columns: number;
  /** State and column to state, in rows; state 0 is the beginning. */
  readonly next: Uint16Array;
  /** States from here on end literals, so that most steps look up nothing else. */
  readonly firstFinal: number;
  /** By state from `firstFinal` on: bit n, a literal of the n-th list ends here. */
  readonly found: Int32Array;
}

interface Node {
  readonly children: Map<number, Node>;
  bits: number;
}

const ASCII = 128;
const UPPER_TO_LOWER = 0x20;

/** Of at most 31 lists of literals. */
export function makeAutomaton(lists: readonly (readonly string[])[]): Automaton {
  const columnOf = columnsOf(lists.flat());
  const columns = Math.max(...columnOf) + 1;
  const root: Node = { children: new Map(), bits: 0 };
  lists.forEach((list, bit) => {
    for (const literal of list) {
      let node = root;
      for (const sign of literal) {
        const column = columnOf[sign.charCodeAt(0)] as number;
        const child = node.children.get(column) ?? { children: new Map(), bits: 0 };
        node.children.set(column, child);
        node = child;
      }
      node.bits |= 1 << bit;
    }
  });
  const rows = transitions(root, columns);
  // Those near the beginning first, where most steps are: they stay in the processor's cache.
  const order = [...rows.keys()];
  const sorted = [...order.filter(({ bits }) => bits === 0), ...order.filter(({ bits }) => bits !== 0)];
  const number = new Map(sorted.map((node, i) => [node, i]));
  const next = new Uint16Array(sorted.length * columns);
  sorted.forEach((node, i) => {
    (rows.get(node) as Node[]).forEach((to, column) => {
      next[i * columns + column] = number.get(to) as number;
    });
  });
  const firstFinal = sorted.findIndex(({ bits }) => bits !== 0);
  return { columnOf, columns, next, firstFinal, found: Int32Array.from(sorted.slice(firstFinal), ({ bits }) => bits) };
}

function columnsOf(literals: readonly string[]): Uint8Array {
  const columnOf = new Uint8Array(ASCII);
  let columns = 1;
  for (const literal of literals) {
    for (const sign of literal) {
      const code = sign.charCodeAt(0);
      if (code >= ASCII || sign !== sign.toLowerCase())
        throw new RangeError(`a literal is lower case and ASCII, not ${JSON.stringify(literal)}`);
      if (columnOf[code] === 0) columnOf[code] = columns++;
    }
  }
  for (let code = 0x41; code <= 0x5a; code++) columnOf[code] = columnOf[code + UPPER_TO_LOWER] as number;
  return columnOf;
}

/** Each node's row of onward nodes, by their distance from the root. Where a literal breaks off, the longest that its end begins goes on. */
function transitions(root: Node, columns: number): Map<Node, Node[]> {
  const rows = new Map<Node, Node[]>();
  const failures = new Map<Node, Node>();
  const queue: Node[] = [root];
  for (let i = 0; i < queue.length; i++) {
    const node = queue[i] as Node;
    const failure = failures.get(node);
    if (failure) node.bits |= failure.bits;
    const fallback = failure ? (rows.get(failure) as Node[]) : new Array<Node>(columns).fill(root);
    const row = fallback.slice();
    for (const [column, child] of node.children) {
      failures.set(child, fallback[column] as Node);
      row[column] = child;
      queue.push(child);
    }
    rows.set(node, row);
  }
  return rows;
}
