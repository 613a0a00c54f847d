import { closeSync, openSync, writeSync } from 'node:fs';
import { rfc3339 } from '../alert/timestamp.ts';
import { fileFault } from '../backtest/fileFault.ts';
import type { Page } from '../backtest/page.ts';
import type { RecordedChange } from '../backtest/readChanges.ts';
import { report } from '../backtest/report.ts';
import { runTrace, type TraceStep } from '../backtest/runTrace.ts';
import { TraceError } from '../backtest/traceError.ts';
import type { PolicySource } from '../pipeline/policy.ts';
import { VERSION } from '../version.ts';
import { CliExit } from './cliExit.ts';
import type { CliIo } from './cliIo.ts';

/** Replays a trace, writes its pages where a file is named, and prints the report. Throws `CliExit` for what cannot be read or written. */
export function replayTrace(
  io: CliIo,
  run: {
    readonly trace: string;
    readonly policy: PolicySource;
    readonly pages: string | null;
    readonly changes: () => readonly RecordedChange[];
  },
): void {
  const { trace, policy, pages } = run;
  const out = pages === null ? null : openPages(pages);
  try {
    const write = (page: Page): void => void (out !== null && writeSync(out, `${JSON.stringify(pageLine(page))}\n`));
    const onDecided = ({ pages: found }: TraceStep): void => found.forEach(write);
    const result = runTrace({ file: trace, policy, changes: run.changes(), version: VERSION, onDecided });
    io.stdout(report(trace, result, policy));
    if (result.tally.imbalance !== 0) throw new CliExit(1, `the ledger is off by ${result.tally.imbalance}: please report this`);
  } catch (error) {
    if (error instanceof TraceError) throw new CliExit(2, error.message);
    const fault = fileFault(error);
    if (fault !== null) throw new CliExit(2, fault);
    throw error;
  } finally {
    if (out !== null) closeSync(out);
  }
}

function pageLine({ at, kind, cluster, incident, fingerprints }: Page): unknown {
  return { at: rfc3339(at), kind, cluster, incident, fingerprints };
}

function openPages(file: string): number {
  try {
    return openSync(file, 'w');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CliExit(2, `--pages ${file}: it cannot be written (${why}): name a file in a folder that is there`);
  }
}
