const SIMPLE: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92, '"': 34 };
const ESCAPE = /\\(?:([abfnrtv\\"])|x([0-9a-fA-F]{2})|([0-7]{3})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/y;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * What a double-quoted Go string literal stands for, or null where it is none. `\xNN` and `\NNN` are bytes, so two of
 * them may make one character. Source: Go's `strconv.Unquote`.
 */
export function unquoteGo(literal: string): string | null {
  if (literal.length < 2 || !literal.startsWith('"') || !literal.endsWith('"')) return null;
  const body = literal.slice(1, -1);
  if (/["\n]/.test(body.replace(/\\./gs, ''))) return null;
  if (!body.includes('\\')) return body;
  const bytes: number[] = [];
  for (let i = 0; i < body.length; ) {
    if (body[i] !== '\\') {
      const plain = body.slice(i, nextEscape(body, i));
      for (const byte of encoder.encode(plain)) bytes.push(byte);
      i += plain.length;
      continue;
    }
    ESCAPE.lastIndex = i;
    const found = ESCAPE.exec(body);
    const escaped = found && bytesOf(found);
    if (!escaped) return null;
    bytes.push(...escaped);
    i = ESCAPE.lastIndex;
  }
  try {
    return decoder.decode(Uint8Array.from(bytes));
  } catch {
    return null;
  }
}

function nextEscape(body: string, from: number): number {
  const at = body.indexOf('\\', from);
  return at < 0 ? body.length : at;
}

function bytesOf([, simple, hex, octal, short, long]: RegExpExecArray): Iterable<number> | null {
  if (simple !== undefined) return [SIMPLE[simple] as number];
  if (hex !== undefined) return [Number.parseInt(hex, 16)];
  if (octal !== undefined) return Number.parseInt(octal, 8) > 255 ? null : [Number.parseInt(octal, 8)];
  const point = Number.parseInt((short ?? long) as string, 16);
  if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return null;
  return encoder.encode(String.fromCodePoint(point));
}
