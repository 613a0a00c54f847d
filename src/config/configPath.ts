import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * Which configuration file is meant: the one that was named, else `TOCSIN_CONFIG`, else ./tocsin.yml where there is one,
 * else null for none.
 */
export function configPath(
  named: string | undefined,
  { env, cwd }: { readonly env: Readonly<Record<string, string | undefined>>; readonly cwd: string },
): string | null {
  const path = named ?? (env.TOCSIN_CONFIG || null);
  if (path !== null) return resolve(cwd, path);
  const usual = resolve(cwd, 'tocsin.yml');
  return existsSync(usual) ? usual : null;
}
