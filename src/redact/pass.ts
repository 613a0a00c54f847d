import type { Cut } from './mark.ts';

/** One look over a text for one manner of writing secrets. What `cut` returned before is left alone. */
export interface Pass {
  /** Literals, in any case, without one of which the pass would find nothing. Lower case. */
  readonly hints: readonly string[];
  run(text: string, cut: Cut): string;
}
