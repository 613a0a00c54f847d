import { resolve } from 'node:path';

/** Where a configuration comes from, as people are told it: its file, or where none was found. */
export function configSource(file: string | null, cwd = process.cwd()): string {
  return file ?? `built-in defaults: TOCSIN_CONFIG is not set and there is no ${resolve(cwd, 'tocsin.yml')}`;
}
