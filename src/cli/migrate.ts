import { Command } from 'commander';
import type { CliIo } from './cliIo.ts';
import { openDatabase } from './openDatabase.ts';
import { readConfig } from './readConfig.ts';

/** `migrate`: brings the database to this version and ends. */
export function migrateCommand(io: CliIo): Command {
  return new Command('migrate')
    .description('bring the database to this version')
    .option('--config <file>', 'the configuration (default: TOCSIN_CONFIG, else ./tocsin.yml)')
    .option('--data-dir <folder>', 'where the embedded database lives')
    .action(async (options: { config?: string; dataDir?: string }) => {
      const { config } = readConfig(io, options.config, { dataDir: options.dataDir });
      const database = await openDatabase(config);
      await database.close();
      io.stdout(
        `${database.kind === 'pglite' ? `the embedded database in ${config.database.dataDir}` : 'Postgres'} is at this version\n`,
      );
    });
}
