import { databaseUrl } from './fields.ts';
import { type Listen, parseListen } from './listen.ts';
import type { ProblemList } from './problemList.ts';
import type { Secret } from './secret.ts';

/** What flags and the environment say instead of the file; null where they say nothing. */
export interface Overrides {
  readonly listen: Listen | null;
  readonly dataDir: string | null;
  readonly databaseUrl: Secret | null;
}

/** A flag beats the environment. An empty variable is as good as none. */
export function readOverrides(
  env: Readonly<Record<string, string | undefined>>,
  flags: { readonly listen?: string | undefined; readonly dataDir?: string | undefined },
  problems: ProblemList,
): Overrides {
  return {
    listen: readListen(flags.listen === undefined ? 'TOCSIN_LISTEN' : '--listen', flags.listen ?? env.TOCSIN_LISTEN, problems),
    dataDir: flags.dataDir || env.TOCSIN_DATA_DIR || null,
    databaseUrl: readDatabaseUrl(env.DATABASE_URL, problems),
  };
}

function readListen(source: string, text: string | undefined, problems: ProblemList): Listen | null {
  if (text === undefined || (text === '' && source === 'TOCSIN_LISTEN')) return null;
  const listen = parseListen(text);
  if (!listen)
    problems.addOutside(
      source,
      `${JSON.stringify(text)} is not an address to listen on`,
      'write host:port, as in 127.0.0.1:9195',
    );
  return listen;
}

function readDatabaseUrl(text: string | undefined, problems: ProblemList): Secret | null {
  if (text === undefined || text === '') return null;
  const result = databaseUrl.safeParse(text);
  if (result.success) return result.data;
  problems.addOutside(
    'DATABASE_URL',
    'is not the address of a Postgres database',
    'write it as in postgres://user:password@host:5432/tocsin',
  );
  return null;
}
