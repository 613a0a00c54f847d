import { resolve } from 'node:path';
import type { Config } from '../config/config.ts';
import { type OpenDatabase, openPglite, openPostgres } from '../store/open.ts';

/** The database the configuration names, migrated. */
export function openDatabase(config: Config): Promise<OpenDatabase> {
  const { url, dataDir } = config.database;
  return url ? openPostgres(url.reveal(), { migrate: true }) : openPglite(resolve(dataDir));
}
