const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
};

/** Bytes of a size (`64MiB`, `500KB`, `1024`), or null if it is none. */
export function parseSize(text: string): number | null {
  const match = /^(\d+) ?([KMG]i?B|B)?$/.exec(text);
  if (!match) return null;
  const bytes = Number(match[1]) * (UNITS[match[2] ?? 'B'] as number);
  return Number.isSafeInteger(bytes) ? bytes : null;
}
