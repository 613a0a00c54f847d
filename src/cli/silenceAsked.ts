import { parseDuration } from '../alert/duration.ts';
import { parseMatchers } from '../alert/matcher.ts';
import { MatcherError } from '../alert/matcherError.ts';
import { canonicalTimestamp } from '../alert/timestamp.ts';
import { CliExit } from './cliExit.ts';

/** What `silence add` is told by its flags. */
export interface SilenceFlags {
  readonly duration?: string;
  readonly comment?: string;
  readonly author?: string;
  readonly start?: string;
  readonly end?: string;
  readonly during?: readonly string[];
  readonly untilResolved?: boolean;
}

const MOST_MATCHERS = 100;
const LONGEST = { '--comment': 10_000, '--author': 200 } as const;

/** The body of `POST /api/v1/silences`. Throws `CliExit` 2 that names each mistake as the command line has it, and the remedy. */
export function silenceAsked(matchers: readonly string[], flags: SilenceFlags): Readonly<Record<string, unknown>> {
  const { duration, start, end, comment, author, during, untilResolved = false } = flags;
  const faults = [
    ...matcherFaults(matchers),
    ...endFaults(flags),
    ...timeFaults('--start', start),
    ...timeFaults('--end', end),
    ...textFaults('--comment', comment),
    ...textFaults('--author', author),
    ...(author === '' ? ['--author is empty: say who, or leave it out'] : []),
    ...(during?.includes('') ? ["--during is empty: name one of the configuration's time_intervals, or leave it out"] : []),
  ];
  if (faults.length > 0) throw new CliExit(2, faults.join('\n'));
  return {
    matchers,
    source: 'cli',
    ...given({ duration, starts_at: start, ends_at: end, comment, created_by: author }),
    ...(during && { recurrence: during }),
    expires_when_resolved: untilResolved,
  };
}

function matcherFaults(texts: readonly string[]): string[] {
  if (texts.length > MOST_MATCHERS) return [`${texts.length} matchers: give at most ${MOST_MATCHERS}`];
  return texts.flatMap((text) => {
    try {
      parseMatchers(text);
      return [];
    } catch (error) {
      if (!(error instanceof MatcherError)) throw error;
      const remedy =
        error.kind === 'regex'
          ? 'regexes are RE2, without lookaround and back-references'
          : 'write it as in alertname=DiskFull or \'instance=~"db-.*"\', in single quotes for the shell';
      return [`${JSON.stringify(text.slice(0, 200))}: ${error.message}: ${remedy}`];
    }
  });
}

function endFaults({ duration, end }: SilenceFlags): string[] {
  if (duration === undefined && end === undefined) {
    return ['the silence has no end: say how long with --duration 2h, or until when with --end'];
  }
  if (duration === undefined) return [];
  if (end !== undefined) return ['--duration and --end both say when it ends: give one of them'];
  if (parseDuration(duration)) return [];
  return [`--duration ${duration} is no duration: write it as in 30m, 2h or 1h30m`];
}

function timeFaults(flag: string, text: string | undefined): string[] {
  const time = text === undefined ? undefined : canonicalTimestamp(text);
  // Postgres has no year 0.
  if (time === undefined || (time !== null && !time.startsWith('0000'))) return [];
  return [`${flag} ${text} is no time: write it as in 2026-12-01T22:00:00Z, with its offset`];
}

function textFaults(flag: keyof typeof LONGEST, text = ''): string[] {
  return text.length > LONGEST[flag] ? [`${flag} is longer than ${LONGEST[flag]} characters: shorten it`] : [];
}

function given(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}
