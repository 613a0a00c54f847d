import { z } from 'zod';
import { canonicalTimestamp, type Instant, instantOf } from '../alert/timestamp.ts';
import { fileLines } from './fileLines.ts';
import { TraceError } from './traceError.ts';

/** Something that was deployed or changed. */
export interface RecordedChange {
  readonly line: number;
  readonly at: Instant;
  readonly service: string;
  /** Empty: in every cluster. */
  readonly cluster: string;
}

const recorded = z.object({
  t: z.string().optional(),
  at: z.string().optional(),
  service: z.string().min(1),
  cluster: z.string().default(''),
});

/**
 * Recorded changes, one a line: `at` (or `t`; RFC 3339), `service` and, where it was in one only, `cluster`. In order of time.
 * @throws TraceError for a line that cannot be read
 */
export function readChanges(file: string): RecordedChange[] {
  const changes = [...fileLines(file)].map(({ number, text }) => readLine(file, number, text));
  return changes.sort((a, b) => a.at - b.at || a.line - b.line);
}

function readLine(file: string, line: number, text: string): RecordedChange {
  const example = 'write {"at": "2026-01-31T12:00:00Z", "service": "checkout"}';
  const result = recorded.safeParse(parse(file, line, text));
  if (!result.success) {
    const member = String(result.error.issues[0]?.path[0] ?? 'the line');
    throw new TraceError(file, line, `${member} is missing or not what it must be: ${example}`);
  }
  const { t, at = t, service, cluster } = result.data;
  const timestamp = at === undefined ? null : canonicalTimestamp(at);
  if (timestamp === null)
    throw new TraceError(file, line, `at is ${at === undefined ? 'missing' : JSON.stringify(at)}: ${example}`);
  return { line, at: instantOf(timestamp), service, cluster };
}

function parse(file: string, line: number, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new TraceError(file, line, `the line is not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
}
