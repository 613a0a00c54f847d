import type { Cut } from './mark.ts';

/** Literals, ASCII and lower case, that are found in any case; {@link DIGITS} stands for something that is no literal. */
export type Hints = readonly string[];

/** So many digits in a row, with single blanks or dashes between them: they may be an account's number. */
export const DIGITS = '0000000000';

/** One look over a text for one manner of writing secrets. What `cut` returned before is left alone. */
export interface Pass {
  /** A text that has none of these has nothing for the pass, which is not run then; null: it is always run. */
  readonly hints: Hints | null;
  run(text: string, cut: Cut): string;
}
