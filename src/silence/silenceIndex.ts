import { type Labels, labelValue } from '../alert/labels.ts';
import { literalAlternatives } from '../alert/literalAlternatives.ts';
import { type Matcher, matchesAll } from '../alert/matcher.ts';
import type { Severity } from '../alert/severity.ts';
import type { Instant } from '../alert/timestamp.ts';
import { type CompiledTimeInterval, isWithin, nextChange } from '../calendar/timeInterval.ts';
import { type TimeIntervalRange, timeIntervalRange } from '../calendar/timeIntervalRange.ts';
import type { TimeRangeSource } from '../calendar/timeIntervalSource.ts';
import { type Recurrence, type Silence, type SilenceMatcher, silenceState } from './silence.ts';
import { compileSilenceMatcher } from './silenceMatcher.ts';

/** The configuration's `time_intervals`, by name. */
export type NamedIntervals = ReadonlyMap<string, CompiledTimeInterval>;

/** A silence that hides an alert now. */
export interface Hiding {
  readonly silence: Silence;
  /** When it lets go: its end, or the next moment at which a recurring one does. */
  readonly until: Instant;
}

const NONE: ReadonlySet<string> = new Set();

interface Compiled {
  readonly silence: Silence;
  readonly matchers: readonly Matcher[];
  readonly interval: CompiledTimeInterval | null;
}

/**
 * Silences, found by what they ask for: one that asks for a label's very value is looked at only for alerts that have it, so that
 * five hundred cost an alert little more than none. A silence that cannot be compiled hides nothing.
 */
export class SilenceIndex {
  /** Those that end last come first: what several hide is named by the one that holds longest. */
  private readonly ranked: readonly Compiled[];
  /** By label, by value: places in `ranked`. */
  private readonly byLabel = new Map<string, Map<string, number[]>>();
  private readonly others: number[] = [];

  constructor(silences: readonly Silence[], intervals: NamedIntervals) {
    const inOrder = [...silences].sort((a, b) => b.endsAt - a.endsAt || (a.id < b.id ? -1 : 1));
    this.ranked = inOrder.flatMap((silence) => compile(silence, intervals) ?? []);
    const usual = new Map<string, number>();
    const keys = this.ranked.map(({ silence }) => silence.matchers.flatMap((matcher) => exactValues(matcher) ?? []));
    for (const key of keys.flat()) for (const value of key.values) add(usual, `${key.name}=${value}`);
    for (const [place, choices] of keys.entries()) {
      const commonness = ({ name, values }: Exact): number =>
        values.reduce((sum, value) => sum + (usual.get(`${name}=${value}`) ?? 0), 0);
      const rarest = [...choices].sort((a, b) => commonness(a) - commonness(b))[0];
      if (rarest) this.file(rarest, place);
      else this.others.push(place);
    }
  }

  /** The silence that hides an alert with these labels now, but for those named, or null. */
  hides(labels: Labels, severity: Severity | null, now: Instant, except: ReadonlySet<string> = NONE): Hiding | null {
    const places = this.others.slice();
    for (const [name, byValue] of this.byLabel) {
      const filed = byValue.get(labelValue(labels, name));
      if (filed) places.push(...filed);
    }
    for (const place of places.sort((a, b) => a - b)) {
      const { silence, matchers, interval } = this.ranked[place] as Compiled;
      if (except.has(silence.id)) continue;
      if (silenceState(silence, now) !== 'active' || !matchesAll(matchers, labels, severity)) continue;
      if (interval === null) return { silence, until: silence.endsAt };
      if (!isWithin(interval, now)) continue;
      return { silence, until: Math.min(silence.endsAt, nextChange(interval, now) ?? silence.endsAt) };
    }
    return null;
  }

  /** Whether all matchers of one silence fit, whatever the time. */
  fits(id: string, labels: Labels, severity: Severity | null): boolean {
    const found = this.ranked.find(({ silence }) => silence.id === id);
    return found !== undefined && matchesAll(found.matchers, labels, severity);
  }

  private file({ name, values }: Exact, place: number): void {
    const byValue = this.byLabel.get(name) ?? new Map<string, number[]>();
    this.byLabel.set(name, byValue);
    for (const value of new Set(values)) byValue.set(value, [...(byValue.get(value) ?? []), place]);
  }
}

interface Exact {
  readonly name: string;
  readonly values: readonly string[];
}

/** The values that a matcher asks for, where they can be listed. A matcher on `severity` is tried on the mapped word as well. */
function exactValues({ name, value, isRegex, isEqual }: SilenceMatcher): Exact | null {
  if (!isEqual || name === 'severity') return null;
  const values = isRegex ? literalAlternatives(value) : [value];
  // Most alerts lack most labels: the empty value narrows nothing down.
  return values && !values.includes('') ? { name, values } : null;
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** What is costly to compile, by the list itself, which never changes. */
const MATCHERS = new WeakMap<readonly SilenceMatcher[], readonly Matcher[]>();
const RANGES = new WeakMap<readonly TimeRangeSource[], readonly TimeIntervalRange[]>();

function compile(silence: Silence, intervals: NamedIntervals): Compiled | null {
  if (silence.matchers.length === 0) return null;
  try {
    const matchers = MATCHERS.get(silence.matchers) ?? silence.matchers.map(compileSilenceMatcher);
    MATCHERS.set(silence.matchers, matchers);
    return { silence, matchers, interval: silence.recurrence && intervalOf(silence.recurrence, intervals) };
  } catch {
    return null;
  }
}

function intervalOf({ names, ranges }: Recurrence, intervals: NamedIntervals): CompiledTimeInterval {
  const named = names.flatMap((name) => intervals.get(name)?.ranges ?? []);
  const own = RANGES.get(ranges) ?? ranges.map(timeIntervalRange);
  RANGES.set(ranges, own);
  return { name: names.join(', '), ranges: [...named, ...own] };
}
