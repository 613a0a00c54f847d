#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { CliExit } from './cli/cliExit.ts';
import type { CliIo } from './cli/cliIo.ts';
import { COMMANDS } from './cli/commands.ts';
import { TocsinError } from './errors.ts';
import { VERSION } from './version.ts';

const io: CliIo = {
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  env: process.env,
  cwd: process.cwd(),
};

/** Runs a command and answers the exit code: 0 done, 1 it did not hold, 2 wrong use or unreadable input. */
async function main(argv: readonly string[]): Promise<number> {
  const program = new Command('tocsin')
    .description('Alert routing and incidents for on-call engineers, behind Prometheus Alertmanager')
    .version(VERSION)
    .showHelpAfterError('(--help shows what there is)');
  const named = COMMANDS.filter(({ name }) => name === argv[2]);
  // Help lists all of them, and so does the answer to a word that is none.
  for (const { load } of named.length > 0 ? named : COMMANDS) program.addCommand((await load())(io));
  for (const command of withCommands(program)) command.exitOverride();
  try {
    await program.parseAsync(argv);
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof CliExit) {
      io.stderr(`tocsin: ${error.message}\n`);
      return error.code;
    }
    io.stderr(`tocsin: ${error instanceof TocsinError ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
    return 1;
  }
}

function withCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withCommands)];
}

process.exitCode = await main(process.argv);
