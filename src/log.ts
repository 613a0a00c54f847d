import { type DestinationStream, destination, pino } from 'pino';

export const LOG_LEVELS = ['debug', 'info', 'warning', 'error', 'critical'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

interface Write {
  (fields: object, message: string): void;
  (message: string): void;
}

/** One JSON object per line. An error goes into the field `err`; a request's lines carry `correlation_id`. */
export interface Logger extends Record<LogLevel, Write> {
  child(fields: Record<string, unknown>): Logger;
  isLevelEnabled(level: LogLevel): boolean;
}

const NUMBERS: Record<LogLevel, number> = { debug: 20, info: 30, warning: 40, error: 50, critical: 60 };
const SECRET_FIELDS = ['authorization', 'cookie', 'token', 'password', 'secret', 'routing_key', 'signing_secret', 'api_key'];

/** Credentials as they stand in URLs, headers and other programs' error texts. */
const SECRET_TEXTS: readonly [RegExp, string][] = [
  [/(\w:\/\/)[^\s/"@]*:[^\s/"@]*@/g, '$1***@'],
  [/\b(Bearer|Basic)(\s+)[\w.~+/=-]{6,}/gi, '$1$2***'],
  [/\bxox[a-z]-[\w-]+|\bxapp-[\w-]+/g, '***'],
  [/(hooks\.slack\.com\/)[\w/-]+/g, '$1***'],
  [/(routing_key\\*"?\s*[:=]\s*\\*"?)[\w-]+/g, '$1***'],
];

/** The text without what looks like a credential. */
function withoutSecrets(line: string): string {
  return SECRET_TEXTS.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), line);
}

/**
 * JSON lines on stdout, or on `out`. A `Secret` prints itself as `***`; fields named like one, and texts that look like
 * one, are redacted too.
 */
export function createLogger(options: { level: LogLevel; out?: DestinationStream }): Logger {
  const out = options.out ?? destination({ fd: 1, sync: true });
  return pino(
    {
      level: options.level,
      customLevels: NUMBERS,
      useOnlyCustomLevels: true,
      base: null,
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
      serializers: { err: describeError },
      redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]), censor: '***' },
    },
    { write: (line: string) => out.write(withoutSecrets(line)) },
  );
}

interface DescribedError {
  type: string;
  message: string;
  stack?: string;
  details?: readonly unknown[];
  cause?: DescribedError;
}

/** An error and its causes, without the fields that SDKs hang on theirs (whole requests, headers and all). */
function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const described: DescribedError = { type: error.name, message: error.message };
  if (error.stack !== undefined) described.stack = error.stack;
  if ('details' in error && Array.isArray(error.details)) described.details = error.details;
  if (error.cause !== undefined && depth < 4) described.cause = describeError(error.cause, depth + 1);
  return described;
}
