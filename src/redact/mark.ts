/** What is cut, as people read it. A closed list: only what is on it makes a mark, so that a sender cannot write one around a secret. */
const KINDS = [
  'private key',
  'token',
  'password',
  'secret',
  'key',
  'credentials',
  'cookie',
  'signature',
  'password hash',
  'webhook',
  'card number',
  'IBAN',
  'SSN',
  'e-mail',
  'configured',
] as const;
export type Kind = (typeof KINDS)[number];

/** Counts one secret of a kind, and answers with what stands in its place: `[redacted: token]`. It is not told the secret. */
export type Cut = (kind: Kind) => string;

export function markOf(kind: Kind): string {
  return `[redacted: ${kind}]`;
}

const MARKS: readonly string[] = KINDS.map(markOf);

/** The length of the mark that stands at a place of a text; 0: none does. */
export function markAt(text: string, at: number): number {
  if (text.charCodeAt(at) !== 0x5b) return 0;
  return MARKS.find((mark) => text.startsWith(mark, at))?.length ?? 0;
}

/** Whether a mark ends at a place of a text. */
export function isMarkBefore(text: string, to: number): boolean {
  return text.charCodeAt(to - 1) === 0x5d && MARKS.some((mark) => text.endsWith(mark, to));
}
