import { closeSync, openSync, writeSync } from 'node:fs';
import { Command } from 'commander';
import { rfc3339 } from '../alert/timestamp.ts';
import type { Page } from '../backtest/page.ts';
import { type RecordedChange, readChanges } from '../backtest/readChanges.ts';
import { report } from '../backtest/report.ts';
import { runTrace } from '../backtest/runTrace.ts';
import { TraceError } from '../backtest/traceError.ts';
import type { PolicySource } from '../pipeline/policy.ts';
import { VERSION } from '../version.ts';
import { CliExit } from './cliExit.ts';
import type { CliIo } from './cliIo.ts';
import { readConfig } from './readConfig.ts';

interface ReplayOptions {
  readonly config?: string;
  readonly changes?: string;
  readonly pages?: string;
}

/** `replay TRACE.jsonl`: what this configuration would have done with a recorded trace. Exits 1 where the ledger does not balance. */
export function replayCommand(io: CliIo): Command {
  return new Command('replay')
    .description('what a configuration would have done with a recorded trace: no server, no network, nobody is told')
    .option('--config <file>', 'the configuration (default: TOCSIN_CONFIG, else ./tocsin.yml, else the built-in defaults)')
    .option('--changes <file>', 'deployments, one a line: {"at": time, "service": name, "cluster": name}')
    .option('--pages <file>', 'write each high-urgency page to this file, one JSON object a line')
    .argument('<trace>', 'one webhook a line: {"sentAt": time, "from": "integration/replica", "body": webhook}')
    .action((trace: string, options: ReplayOptions) => {
      const { policy } = readConfig(io, options.config).config;
      replayTrace(io, {
        trace,
        policy,
        pages: options.pages ?? null,
        changes: () => (options.changes ? readChanges(options.changes) : []),
      });
    });
}

/** Replays, writes the pages and prints the report. */
function replayTrace(
  io: CliIo,
  run: { trace: string; policy: PolicySource; pages: string | null; changes: () => RecordedChange[] },
): void {
  const { trace, policy, pages } = run;
  const out = pages === null ? null : openPages(pages);
  try {
    const onPage = (page: Page): void => void (out !== null && writeSync(out, `${JSON.stringify(pageLine(page))}\n`));
    const result = runTrace({ file: trace, policy, changes: run.changes(), version: VERSION, onPage });
    io.stdout(
      report(
        trace,
        result,
        policy.integrations.map(({ name }) => name),
      ),
    );
    if (result.tally.imbalance !== 0) throw new CliExit(1, `the ledger is off by ${result.tally.imbalance}: please report this`);
  } catch (error) {
    if (error instanceof TraceError) throw new CliExit(2, error.message);
    if (isFileError(error)) throw new CliExit(2, `${error.path}: it cannot be read (${error.code}): name an existing file`);
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

function isFileError(error: unknown): error is { code: string; path: string } {
  return error instanceof Error && 'code' in error && 'path' in error && typeof error.path === 'string';
}
