import type { Instant } from '../../../alert/timestamp.ts';
import type { Shape } from './groupShapes.ts';
import { joinWords } from './joinWords.ts';
import { lineShape, type Word } from './lineShape.ts';
import type { LogEntry } from './logEntry.ts';

const MOST_TRACES = 3;

/** What is known of the lines of one shape, or of several that are one pattern. */
export interface LineTally extends Shape {
  /** In the stretch that is looked at, and in the one before it. */
  readonly count: number;
  readonly before: number;
  readonly first: Instant;
  readonly last: Instant;
  /** The latest; of several at one time the first by its text. null: there are only lines before. */
  readonly sample: LogEntry | null;
  /** The latest of different ones, latest first. */
  readonly traces: readonly { readonly id: string; readonly at: Instant }[];
}

/** The entries by their shape. Lines of different levels are of different shapes. */
export function tallyShapes(entries: readonly LogEntry[], before: readonly LogEntry[]): LineTally[] {
  const tallies = new Map<string, LineTally>();
  const add = (entry: LogEntry, isBefore: boolean): void => {
    const words = lineShape(entry.text);
    const kind = entry.level ?? '';
    const key = `${kind} ${words.map((word) => word.key).join('\0')}`;
    const tally = isBefore ? tallyBefore(kind, words) : tallyOf(kind, words, entry);
    const known = tallies.get(key);
    tallies.set(key, known ? joinTallies(known, tally) : tally);
  };
  for (const entry of entries) add(entry, false);
  for (const entry of before) add(entry, true);
  return [...tallies.values()];
}

/** Of the words those that lines of the stretch itself have: what the ones before had does not blur what is shown. */
export function joinTallies(one: LineTally, other: LineTally): LineTally {
  if (one.sample === null || other.sample === null) {
    const [shown, rest] = one.sample === null ? [other, one] : [one, other];
    return { ...shown, lines: one.lines + other.lines, before: shown.before + rest.before };
  }
  return {
    kind: one.kind,
    words: joinWords(one.words, other.words),
    lines: one.lines + other.lines,
    count: one.count + other.count,
    before: one.before + other.before,
    first: Math.min(one.first, other.first),
    last: Math.max(one.last, other.last),
    sample: isBetterSample(other.sample, one.sample) ? other.sample : one.sample,
    traces: other.traces.reduce(withTrace, one.traces),
  };
}

function tallyBefore(kind: string, words: readonly Word[]): LineTally {
  return { kind, words, lines: 1, count: 0, before: 1, first: Infinity, last: -Infinity, sample: null, traces: [] };
}

function tallyOf(kind: string, words: readonly Word[], entry: LogEntry): LineTally {
  const { at, traceId } = entry;
  const traces = traceId === null ? [] : [{ id: traceId, at }];
  return { kind, words, lines: 1, count: 1, before: 0, first: at, last: at, sample: entry, traces };
}

function isBetterSample(one: LogEntry, other: LogEntry): boolean {
  if (one.at !== other.at) return one.at > other.at;
  return one.text === other.text ? (one.traceId ?? '') < (other.traceId ?? '') : one.text < other.text;
}

function withTrace(traces: LineTally['traces'], trace: LineTally['traces'][number]): LineTally['traces'] {
  const at = Math.max(trace.at, traces.find(({ id }) => id === trace.id)?.at ?? trace.at);
  return [...traces.filter(({ id }) => id !== trace.id), { id: trace.id, at }]
    .sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1))
    .slice(0, MOST_TRACES);
}
