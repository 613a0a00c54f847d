/** A text that must not be shown, and what stands in its place. */
export interface Redaction {
  readonly value: string;
  readonly shown: string;
}

/** Shorter ones are words that a message needs for itself; what is shown of them betrays nothing. */
const SHORTEST = 4;

/** The text without what must not be shown; the longest goes first, so that no half of a secret stays. */
export function redact(text: string, redactions: readonly Redaction[]): string {
  return [...redactions]
    .filter(({ value }) => value.length >= SHORTEST)
    .sort((a, b) => b.value.length - a.value.length)
    .reduce((rest, { value, shown }) => rest.replaceAll(value, () => shown), text);
}
