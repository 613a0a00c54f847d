import type { Instant } from '../../../alert/timestamp.ts';
import type { Redacted } from '../../../redact/redacted.ts';
import { groupShapes } from './groupShapes.ts';
import { joinTallies, type LineTally, tallyShapes } from './lineTally.ts';
import type { LogEntry } from './logEntry.ts';
import type { LogLevel } from './logLevel.ts';

/** Events of one kind. */
export interface Pattern {
  /** Masked where they differ: `Connection to <ip>:<n> refused`, `user <*> not found`. At most 500 UTF-16 units. */
  readonly text: Redacted;
  readonly count: number;
  readonly first: Instant;
  readonly last: Instant;
  /** The latest. */
  readonly sample: LogEntry;
  readonly level: LogLevel | null;
  /** There were none before; null: that is not known. */
  readonly isNew: boolean | null;
  /** How many there were before; null: that is not known. */
  readonly before: number | null;
  /** At most three, those of the latest lines first. */
  readonly traceIds: readonly string[];
}

export interface FoundPatterns {
  readonly patterns: readonly Pattern[];
  /** What is not among `patterns`. All lines are counted in the one or the other. */
  readonly others: { readonly patterns: number; readonly lines: number };
  /** false: what was before could not be read, so nothing is known of what is new. */
  readonly isBeforeKnown: boolean;
}

const MOST_TEXT = 500;
/** A line that does not say how bad it is may be: a bare stack trace, a program's last words. */
const WORST_FIRST: readonly (LogLevel | null)[] = ['fatal', 'error', 'warn', null, 'info', 'debug'];

/**
 * The kinds of events in a stretch of a log: what was not there in the stretch `before` first (its entries; null where it could not be
 * read), then the worse level, then the more frequent. The order of the entries makes no difference.
 *
 * Words that look like values are masked (`maskText`), lines that agree then are one shape, and shapes that differ in values only are one
 * pattern (`groupShapes`); a stack trace goes by its beginning, its last cause and the frame that threw that. Time and memory are linear in
 * the number of entries, of which not more than the first 1 Ki UTF-16 units and 48 words are compared.
 */
export function findPatterns(
  entries: readonly LogEntry[],
  before: readonly LogEntry[] | null,
  limits: { readonly patterns: number },
): FoundPatterns {
  const found = groupShapes(tallyShapes(entries, before ?? []))
    .map((shapes) => patternOf(shapes.reduce(joinTallies), before !== null))
    .filter((pattern) => pattern !== null)
    .sort(inOrder);
  const rest = found.slice(limits.patterns);
  return {
    patterns: found.slice(0, limits.patterns),
    others: { patterns: rest.length, lines: rest.reduce((sum, { count }) => sum + count, 0) },
    isBeforeKnown: before !== null,
  };
}

/** null: lines before only. */
function patternOf(tally: LineTally, isBeforeKnown: boolean): Pattern | null {
  const { count, first, last, sample, before, traces } = tally;
  if (sample === null) return null;
  return {
    text: textOf(tally),
    count,
    first,
    last,
    sample,
    level: sample.level,
    isNew: isBeforeKnown ? before === 0 : null,
    before: isBeforeKnown ? before : null,
    traceIds: traces.map(({ id }) => id),
  };
}

/** Parts of redacted texts with less in them, so it is redacted. */
function textOf({ words }: LineTally): Redacted {
  const text = words.map(({ gap, shown }) => gap + shown).join('') || '(empty)';
  return (text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT - 1).toWellFormed()}…` : text) as Redacted;
}

function inOrder(a: Pattern, b: Pattern): number {
  return (
    Number(b.isNew) - Number(a.isNew) ||
    WORST_FIRST.indexOf(a.level) - WORST_FIRST.indexOf(b.level) ||
    b.count - a.count ||
    compare(a.text, b.text) ||
    compare(a.sample.text, b.sample.text)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
