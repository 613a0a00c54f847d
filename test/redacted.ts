import type { Redacted } from '../src/redact/redacted.ts';

/** A text of a test's own, which holds no secret. */
export function redacted(text: string): Redacted {
  return text as Redacted;
}
