import type { Secret } from '../../../config/secret.ts';

const MOST = 200;

/** What the other side said, fit for a message: one line of at most 200 characters in which no credential is left. */
export function shownText(text: string, secrets: readonly Secret[]): string {
  let clean = text.slice(0, 8_000);
  for (const secret of secrets) clean = clean.replaceAll(secret.reveal(), '***');
  const line = clean.replace(/[\p{C}\s]+/gu, ' ').trim();
  return line.length > MOST ? `${line.slice(0, MOST - 1)}…` : line;
}
