import type { Redacted } from './redacted.ts';

/** The beginning of a redacted text, marked where it was cut. */
export function cutRedacted(text: Redacted, most: number): Redacted {
  if (text.length <= most) return text;
  return `${text.slice(0, most).replace(/[\ud800-\udbff]$/, '')}…` as Redacted;
}

/** Redacted texts one after the other. Who joins parts of one text must join them before they are redacted. */
export function joinRedacted(texts: readonly Redacted[]): Redacted {
  return texts.join('') as Redacted;
}

/** A text of our own, which holds nothing from outside. */
export function ownText(text: string): Redacted {
  return text as Redacted;
}
