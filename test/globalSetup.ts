import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import type { TestProject } from 'vitest/node';
import { migrateDatabase } from '../src/store/migrate.ts';
import * as schema from '../src/store/schema.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A migrated, empty database as PGlite dumps it: loading it is five times as fast as making one. */
    snapshotPath: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-test-'));
  const snapshotPath = join(folder, 'migrated.tar');
  const client = await PGlite.create('memory://');
  await migrateDatabase({ kind: 'pglite', db: drizzle(client, { schema }) });
  const dump = await client.dumpDataDir('none');
  await client.close();
  await writeFile(snapshotPath, Buffer.from(await dump.arrayBuffer()));
  project.provide('snapshotPath', snapshotPath);
  if (!process.env.DATABASE_URL) console.warn('\nSKIPPED: everything on Postgres, because DATABASE_URL is not set\n');
  return () => rm(folder, { recursive: true, force: true });
}
