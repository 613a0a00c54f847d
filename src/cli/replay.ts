import { setFlagsFromString } from 'node:v8';
import { Command } from 'commander';
import { readChanges } from '../backtest/readChanges.ts';
import type { CliIo } from './cliIo.ts';
import { readConfig } from './readConfig.ts';
import { replayTrace } from './replayTrace.ts';

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
      // A third of a short replay was V8 compiling; what it inlines does not pay, not in a replay of weeks either.
      setFlagsFromString('--max-inlined-bytecode-size-cumulative=0');
      const { policy } = readConfig(io, options.config, { withoutSecrets: true }).config;
      replayTrace(io, {
        trace,
        policy,
        pages: options.pages ?? null,
        changes: () => (options.changes ? readChanges(options.changes) : []),
      });
    });
}
