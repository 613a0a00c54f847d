import type { Instant } from '../../../alert/timestamp.ts';
import type { Redacted } from '../../../redact/redacted.ts';
import type { LogLevel } from './logLevel.ts';

/** An event of a log: a line, or the lines that belong together, after the redactor has seen all of it. */
export interface LogEntry {
  readonly at: Instant;
  readonly text: Redacted;
  readonly level: LogLevel | null;
  /** 32 or 16 hex digits in lower case. */
  readonly traceId: string | null;
}
