const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** How deep a body may nest. Alertmanager's needs 4. */
export const MAX_JSON_DEPTH = 32;

/**
 * True when the brackets of a JSON text nest deeper than `max`; strings are skipped. The text need not be valid JSON. To be
 * asked before `JSON.parse`: what comes out of it can be deep enough to overflow or hang whatever walks or stores it.
 */
export function nestsDeeperThan(text: string, max: number = MAX_JSON_DEPTH): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
      if (at === -1) return false;
    } else if (code === 0x7b || code === 0x5b) {
      if (++depth > max) return true;
    } else if (code === 0x7d || code === 0x5d) depth--;
  }
  return false;
}

/** Where the string that opens at `open` closes, or -1. `indexOf` runs many characters at once, a loop does not. */
function endOfString(text: string, open: number): number {
  let end = text.indexOf('"', open + 1);
  while (end !== -1) {
    let before = end - 1;
    while (text.charCodeAt(before) === BACKSLASH) before--;
    if ((end - before) % 2 === 1) return end;
    end = text.indexOf('"', end + 1);
  }
  return -1;
}
