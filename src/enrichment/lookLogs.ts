import { setImmediate as breathe } from 'node:timers/promises';
import { type Instant, rfc3339 } from '../alert/timestamp.ts';
import type { LogContent, ShownPattern } from '../evidence/logContent.ts';
import { findPatterns, type Pattern } from '../pipeline/enrich/logs/findPatterns.ts';
import { joinStackTraces } from '../pipeline/enrich/logs/joinStackTraces.ts';
import type { LogEntry } from '../pipeline/enrich/logs/logEntry.ts';
import type { LogSource, RawLine } from '../pipeline/enrich/logs/logSource.ts';
import { readEntry } from '../pipeline/enrich/logs/readEntry.ts';
import type { Subject } from '../pipeline/enrich/subject.ts';
import type { Redacted } from '../redact/redacted.ts';
import { cutRedacted, joinRedacted } from '../redact/redactedText.ts';
import type { Found, Looker } from './looker.ts';

const HOUR_MS = 3_600_000;
/** Of the hour before, to know what is new: its newest lines. */
const MOST_BEFORE = 1_000;
const MOST_PATTERNS = 8;
const LONGEST_SAMPLE = 2_000;
const LONGEST_FILE = 512 * 1024;
/** Entries between two pauses: other work goes on meanwhile. */
const BITE = 50;

export interface LogLooking {
  readonly name: string;
  readonly source: LogSource;
  readonly timeoutMs: number;
  readonly mostLines: number;
  readonly redact: (text: string) => Redacted;
  /** A page that shows a trace, or null. */
  readonly traceUrl: (id: string, subject: Subject) => string | null;
}

/** A log source whose lines are shown as patterns, new ones first. */
export function logLooker({ name, source, timeoutMs, mostLines, redact, traceUrl }: LogLooking): Looker {
  return {
    ...{ kind: 'logs', name, timeoutMs },
    look: async (subject, limits) => {
      const [log, earlier] = await Promise.all([
        source.read(subject, { most: mostLines, limits }),
        source.read(hourBefore(subject), { most: MOST_BEFORE, limits }).catch(() => null),
      ]);
      const { entries, dropped } = await readEntries(log.lines, redact);
      const before = earlier && (await readEntries(earlier.lines, redact)).entries;
      const shown = findPatterns(entries, before, { patterns: MOST_PATTERNS });
      const said = [
        ...(log.partial === null ? [] : [log.partial]),
        ...(dropped > 0 ? [`${dropped} not shown, because they could not be redacted`] : []),
        ...(before === null && entries.length > 0 ? ['what is new is not known: the hour before could not be read'] : []),
      ];
      const content: LogContent = {
        kind: 'logs',
        patterns: shown.patterns.map((pattern) => shownPattern(pattern, redact, (id) => traceUrl(id, subject))),
        lines: entries.length,
        others: shown.others,
      };
      const isPartial = log.partial !== null || dropped > 0;
      return {
        status: entries.length === 0 && !isPartial ? 'nothing' : isPartial ? 'partial' : 'found',
        because: said.length === 0 ? null : cutRedacted(redact(said.join('; ')), 500),
        query: cutRedacted(redact(log.query), 4_000),
        content: entries.length === 0 ? null : content,
        file: entries.length === 0 ? null : fileOf(entries),
        ...subject.window,
      } satisfies Found;
    },
  };
}

function hourBefore(subject: Subject): Subject {
  const { from } = subject.window;
  return { ...subject, window: { from: from - HOUR_MS, to: from } };
}

/** Fails closed: a line that cannot be redacted is dropped. */
async function readEntries(
  lines: readonly RawLine[],
  redact: LogLooking['redact'],
): Promise<{ entries: LogEntry[]; dropped: number }> {
  const entries: LogEntry[] = [];
  let dropped = 0;
  for (const [i, { text, ...line }] of joinStackTraces(lines).entries()) {
    if (i % BITE === BITE - 1) await breathe();
    try {
      entries.push(readEntry(line, redact(text)));
    } catch {
      dropped += 1;
    }
  }
  return { entries, dropped };
}

function shownPattern(pattern: Pattern, redact: LogLooking['redact'], urlOf: (id: string) => string | null): ShownPattern {
  // It is made of the message within the line, which may have been written so that nothing was to be seen there.
  const text = redact(pattern.text);
  const { count, first, last, sample, level, isNew, traceIds } = pattern;
  const traces = traceIds.map((id) => ({ id, url: urlOf(id) }));
  return { text, count, first, last, sample: cutRedacted(sample.text, LONGEST_SAMPLE), level, isNew, traces };
}

function fileOf(entries: readonly LogEntry[]): Redacted {
  return cutRedacted(joinRedacted(entries.map(({ at, text }) => lineOf(at, text))), LONGEST_FILE);
}

function lineOf(at: Instant, text: Redacted): Redacted {
  return joinRedacted([`${rfc3339(at)} ` as Redacted, text, '\n' as Redacted]);
}
