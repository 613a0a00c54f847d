import type { Command } from 'commander';
import { checkConfigCommand } from './checkConfig.ts';
import type { CliIo } from './cliIo.ts';
import { demoCommand } from './demo.ts';
import { migrateCommand } from './migrate.ts';
import { replayCommand } from './replay.ts';
import { serveCommand } from './serve.ts';
import { silenceCommand } from './silence.ts';
import { testReceiverCommand } from './testReceiver.ts';
import { testRouteCommand } from './testRoute.ts';
import { whyCommand } from './why.ts';

/** Every command, in the order of the help. */
export const COMMANDS: readonly ((io: CliIo) => Command)[] = [
  serveCommand,
  demoCommand,
  checkConfigCommand,
  testRouteCommand,
  testReceiverCommand,
  silenceCommand,
  whyCommand,
  replayCommand,
  migrateCommand,
];
