import type { Labels } from '../alert/labels.ts';
import { type Matcher, matchesAll } from '../alert/matcher.ts';
import { MatcherIndex } from '../alert/matcherIndex.ts';
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

/** Silences, found by what they ask for, so that five hundred cost an alert little more than none. One that cannot be compiled hides nothing. */
export class SilenceIndex {
  /** Those that end last come first: what several hide is named by the one that holds longest. */
  private readonly ranked: readonly Compiled[];
  private readonly byId: ReadonlyMap<string, Compiled>;
  private readonly index: MatcherIndex;
  private readonly given: ReadonlyMap<string, Silence>;

  constructor(silences: readonly Silence[], intervals: NamedIntervals) {
    const inOrder = [...silences].sort((a, b) => b.endsAt - a.endsAt || (a.id < b.id ? -1 : 1));
    this.ranked = inOrder.flatMap((silence) => compile(silence, intervals) ?? []);
    this.byId = new Map(this.ranked.map((compiled) => [compiled.silence.id, compiled]));
    this.index = new MatcherIndex(this.ranked.map(({ matchers }) => matchers));
    this.given = new Map(silences.map((silence) => [silence.id, silence]));
  }

  /** The silence that hides an alert with these labels now, but for those named, or null. */
  hides(labels: Labels, severity: Severity | null, now: Instant, except: ReadonlySet<string> = NONE): Hiding | null {
    for (const place of this.index.candidates(labels, severity)) {
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
    const found = this.byId.get(id);
    return found !== undefined && matchesAll(found.matchers, labels, severity);
  }

  /** Whether it says the same of every alert as an index of these would: what they have hidden may be counted otherwise. */
  isOf(silences: readonly Silence[]): boolean {
    if (silences.length !== this.given.size) return false;
    return silences.every((silence) => {
      const known = this.given.get(silence.id);
      return known === silence || (known !== undefined && hidesAlike(known, silence));
    });
  }
}

function hidesAlike(a: Silence, b: Silence): boolean {
  return (
    a.matchers === b.matchers &&
    a.recurrence === b.recurrence &&
    a.startsAt === b.startsAt &&
    a.endsAt === b.endsAt &&
    a.endedAt === b.endedAt &&
    a.createdBy === b.createdBy &&
    a.comment === b.comment
  );
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
