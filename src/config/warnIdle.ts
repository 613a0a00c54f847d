import { formatMatcher, parseMatchers } from '../alert/matcher.ts';
import { takesEverything } from '../alert/takesEverything.ts';
import { type Instant, rfc3339 } from '../alert/timestamp.ts';
import type { ProblemList } from './problemList.ts';
import type { ConfigInput } from './schema.ts';

/** Warns of what stands in the file and does nothing. `now`: null where times that are over are no matter. */
export function warnIdle(input: ConfigInput, now: Instant | null, problems: ProblemList): void {
  if (input.urgency?.awake && !input.noise.dependencies) {
    problems.warn(
      ['urgency', 'awake'],
      'knows of no dependencies: without noise.dependencies it holds only within one service, and for what noise.together names',
      'add noise.dependencies, as in `dependencies: { window: 15m }`, or leave it out',
    );
  }
  warnUnreached(input.noise.hold_down, problems);
  for (const [i, { end, grace }] of input.maintenance.entries()) {
    if (now === null || end + grace > now) continue;
    problems.warn(['maintenance', i, 'end'], `${rfc3339(end)} is past: the window does nothing any more`, 'leave it out');
  }
}

/** The first entry that matches decides, so one that matches only what an entry before it does has no say. */
function warnUnreached(rules: ConfigInput['noise']['hold_down'], problems: ProblemList): void {
  const read = rules.map(({ matchers }) => matchers.flatMap(parseMatchers));
  const written = read.map((matchers) => new Set(matchers.map(formatMatcher)));
  for (const [i, own] of written.entries()) {
    const wall = read.findIndex(
      (matchers, j) => j < i && (takesEverything(matchers) || [...(written[j] ?? [])].every((text) => own.has(text))),
    );
    if (wall < 0) continue;
    const everything = read[wall]?.length === 0 ? 'has no matchers' : 'takes everything';
    const why = takesEverything(read[wall] ?? []) ? everything : 'takes all that it matches';
    problems.warn(
      ['noise', 'hold_down', i],
      `is never reached: noise.hold_down[${wall}] ${why}`,
      'put this one before it, or leave it out',
    );
  }
}
