/** The `count` smallest of the texts that come after `after`, in order. Looks at each once: there may be very many. */
export function smallest(texts: Iterable<string>, after: string, count: number): string[] {
  let found: string[] = [];
  let bound: string | null = null;
  for (const text of texts) {
    if (text <= after || (bound !== null && text >= bound)) continue;
    found.push(text);
    if (found.length < 2 * count) continue;
    found = found.sort().slice(0, count);
    bound = found.at(-1) ?? null;
  }
  return found.sort().slice(0, count);
}
