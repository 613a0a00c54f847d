import type { LogLevel } from './logLevel.ts';

const WORDS: ReadonlyMap<string, LogLevel> = new Map(
  Object.entries({
    fatal: ['fatal', 'ftl', 'critical', 'crit', 'alert', 'emerg', 'emergency', 'panic', 'dpanic', 'f'],
    error: ['error', 'err', 'eror', 'erro', 'errors', 'severe', 'failure', 'fail', 'e'],
    warn: ['warn', 'warning', 'wrn', 'w'],
    info: ['info', 'inf', 'information', 'informational', 'notice', 'log', 'i', 'n'],
    debug: ['debug', 'dbug', 'dbg', 'trace', 'trce', 'trc', 'verbose', 'fine', 'finer', 'finest', 'config', 'd', 't', 'v'],
  } satisfies Record<LogLevel, string[]>).flatMap(([level, words]) => words.map((word) => [word, level as LogLevel] as const)),
);

/** Bunyan and pino: https://github.com/pinojs/pino/blob/main/docs/api.md#logger-level. */
const NUMBERS: ReadonlyMap<string, LogLevel> = new Map([
  ['10', 'debug'],
  ['20', 'debug'],
  ['30', 'info'],
  ['40', 'warn'],
  ['50', 'error'],
  ['60', 'fatal'],
]);

/** The level that a level field holds (`error`, `WARNING`, `eror`, `E`, pino's `50`), or null: any other text is none. */
export function levelWord(value: string): LogLevel | null {
  if (value.length > 20) return null;
  const word = value.trim().toLowerCase();
  return WORDS.get(word) ?? NUMBERS.get(word) ?? null;
}
