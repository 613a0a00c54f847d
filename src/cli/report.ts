import { Command } from 'commander';
import type { CliIo } from './cliIo.ts';
import { openRemote, URL_OPTION } from './remote.ts';
import { runbookAnswer } from './runbookAnswer.ts';
import { runbookText } from './runbookText.ts';

/** `report runbooks`, over HTTP. */
export function reportCommand(io: CliIo): Command {
  return new Command('report').description('what a running server has seen').addCommand(runbooksCommand(io));
}

function runbooksCommand(io: CliIo): Command {
  return new Command('runbooks')
    .description('the rules that have no runbook, or one that is not well; of those that fire or have fired within 30 days')
    .option(...URL_OPTION)
    .option('--all', 'those as well whose runbook is well')
    .action(async ({ all = false, ...options }: { url?: string; all?: boolean }) => {
      const remote = openRemote(io, options);
      const { items } = await remote.ask(runbookAnswer, 'GET', '/api/v1/reports/runbooks');
      io.stdout(runbookText(items, all));
    });
}
