const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const [OPEN_OBJECT, OPEN_LIST, CLOSE_OBJECT, CLOSE_LIST] = [0x7b, 0x5b, 0x7d, 0x5d];
const COMMA = 0x2c;

/**
 * Where the value of a member of the outermost object stands in a JSON text, or null: so that a large member can be taken out
 * as it was written, without being parsed. The text need not be valid JSON; names with escapes are not found.
 */
export function memberSpan(text: string, name: string): { readonly from: number; readonly to: number } | null {
  const quoted = `${JSON.stringify(name)}`;
  let depth = 0;
  let from = -1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfString(text, at);
      if (end === -1) return null;
      if (depth === 1 && from === -1 && text.startsWith(quoted, at) && end === at + quoted.length - 1) {
        const colon = /^\s*:/.exec(text.slice(end + 1, end + 33));
        if (colon) from = end + 1 + colon[0].length;
      }
      at = end;
    } else if (code === OPEN_OBJECT || code === OPEN_LIST) depth += 1;
    else if (code === CLOSE_OBJECT || code === CLOSE_LIST) {
      depth -= 1;
      if (depth === 0) return from === -1 ? null : { from, to: at };
    } else if (code === COMMA && depth === 1 && from !== -1) return { from, to: at };
  }
  return null;
}

/** Where the string that opens at `open` closes, or -1. */
function endOfString(text: string, open: number): number {
  for (let end = text.indexOf('"', open + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((end - before) % 2 === 1) return end;
  }
  return -1;
}
