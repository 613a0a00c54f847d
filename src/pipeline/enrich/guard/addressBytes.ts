/** The 4 or 16 bytes of an address as `net.isIP` and resolvers write it; null for everything else, an address with a zone included. */
export function addressBytes(text: string): readonly number[] | null {
  if (text.includes(':')) return text.includes('%') ? null : v6Bytes(text);
  return v4Bytes(text);
}

/** Four decimal numbers without leading zeros: what else C takes for an address is none here. */
function v4Bytes(text: string): number[] | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) return null;
  return parts.map(Number);
}

function v6Bytes(text: string): number[] | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head, tail] = halves.map((half, i) => (half === '' ? [] : groups(half, i === halves.length - 1)));
  if (!head || (halves.length === 2 && !tail)) return null;
  if (halves.length === 1) return head.length === 16 ? head : null;
  const missing = 16 - head.length - (tail?.length ?? 0);
  return missing >= 2 ? [...head, ...Array<number>(missing).fill(0), ...(tail ?? [])] : null;
}

function groups(text: string, mayEndInV4: boolean): number[] | null {
  const parts = text.split(':');
  const bytes: number[] = [];
  for (const [i, part] of parts.entries()) {
    const v4 = mayEndInV4 && part.includes('.') && i === parts.length - 1 ? v4Bytes(part) : null;
    if (v4) bytes.push(...v4);
    else if (/^[0-9a-f]{1,4}$/i.test(part)) bytes.push(Number.parseInt(part, 16) >> 8, Number.parseInt(part, 16) & 255);
    else return null;
  }
  return bytes;
}
