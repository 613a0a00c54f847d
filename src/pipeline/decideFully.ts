import type { Policy } from './compilePolicy.ts';
import type { Decisions, Facts } from './decision.ts';
import type { Entry } from './entry.ts';
import { decide } from './pipeline.ts';

/** Decides with facts that are at hand: once more where it turns out that all of an incident has to be looked at. */
export function decideFully(
  entries: readonly Entry[],
  factsWith: (whole: readonly number[]) => Facts,
  policy: Policy,
): Decisions {
  const whole = new Set<number>();
  for (;;) {
    const made = decide(entries, factsWith([...whole]), policy);
    if (made.wanted.length === 0) return made;
    for (const number of made.wanted) whole.add(number);
  }
}
