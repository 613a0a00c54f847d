import type { Secret } from '../../config/secret.ts';
import { cutText } from './cutText.ts';
import { oneLine } from './oneLine.ts';

/** What the other side said, fit for a person's eye: one line of at most 500 characters in which no secret is left. */
export function answerText(text: string, secrets: readonly (Secret | null | undefined)[]): string {
  let clean = cutText(text, 8_000);
  for (const secret of secrets) {
    if (secret) clean = clean.replaceAll(secret.reveal(), '***');
  }
  return oneLine(clean, 500);
}
