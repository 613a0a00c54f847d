import type { Redacted } from './redacted.ts';
import { ownText } from './redactedText.ts';
import type { Redactor } from './redactor.ts';
import { UnredactableError } from './unredactableError.ts';

/** Fails closed: a text that cannot be redacted is replaced whole. */
export function redactOrMark(text: string, redactor: Redactor): Redacted {
  try {
    return redactor.redact(text);
  } catch (error) {
    if (!(error instanceof UnredactableError)) throw error;
    return ownText('[redacted: too long to be looked through]');
  }
}
