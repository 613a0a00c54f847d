import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/pglite';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as checkpointTables from '../../src/store/checkpointSchema.ts';
import * as evidenceTables from '../../src/store/evidenceSchema.ts';
import * as linkTables from '../../src/store/linkSchema.ts';
import { migrateDatabase } from '../../src/store/migrate.ts';
import { type OpenDatabase, openPostgres } from '../../src/store/open.ts';
import * as rejectedTables from '../../src/store/rejectedSchema.ts';
import * as ruleTables from '../../src/store/ruleSchema.ts';
import * as tables from '../../src/store/schema.ts';
import * as tokenTables from '../../src/store/tokenSchema.ts';
import { ROOT } from '../architecture/sourceTree.ts';
import { createPostgresDatabase, ENGINES, openTestDatabase } from '../openTestDatabase.ts';

const schema = {
  ...tables,
  ...rejectedTables,
  ...ruleTables,
  ...tokenTables,
  ...checkpointTables,
  ...evidenceTables,
  ...linkTables,
};

const folder = join(ROOT, 'drizzle');
const migrations = readdirSync(folder)
  .filter((name) => name.endsWith('.sql'))
  .sort();
const onPostgres = ENGINES.includes('postgres');

describe('migrations', () => {
  it('have names that say what they do, and begin with why', () => {
    expect(migrations.length).toBeGreaterThan(0);
    for (const name of migrations) {
      expect(name).toMatch(/^\d{4}_[a-z]+(_[a-z]+)+\.sql$/);
      expect(readFileSync(join(folder, name), 'utf8')).toMatch(/^-- [A-Z]/);
    }
  });

  it('stand in the journal of drizzle, each once and in order', () => {
    const journal: unknown = JSON.parse(readFileSync(join(folder, 'meta/_journal.json'), 'utf8'));
    const { entries } = z
      .object({ entries: z.array(z.object({ idx: z.number(), tag: z.string(), when: z.number() })) })
      .parse(journal);
    expect(entries.map(({ tag }) => `${tag}.sql`)).toEqual(migrations);
    expect(entries.map(({ idx }) => idx)).toEqual(migrations.map((_, i) => i));
    // Drizzle applies what is younger than the last applied: one with an older date would be left out silently.
    expect(entries.map(({ when }) => when)).toEqual(entries.map(({ when }) => when).sort((a, b) => a - b));
  });

  it('bring a database to what the schema says', async () => {
    const last: unknown = JSON.parse(
      readFileSync(join(folder, 'meta', `${migrations.at(-1)?.slice(0, 4)}_snapshot.json`), 'utf8'),
    );
    const before = last as Parameters<typeof generateMigration>[0];
    const now = generateDrizzleJson(schema, before.id);
    expect(await generateMigration(before, now)).toEqual([]);
  });

  it('differ from a schema with one column more', async () => {
    const before = generateDrizzleJson(schema);
    const changed = structuredClone(before);
    const tables: Record<string, { columns: Record<string, unknown> }> = changed.tables;
    delete tables['public.journal']?.columns.body;
    expect(await generateMigration(changed, before)).not.toEqual([]);
  });

  it('apply twice to PGlite', async () => {
    const client = await PGlite.create('memory://');
    const db = drizzle(client, { schema });
    await migrateDatabase({ kind: 'pglite', db });
    await migrateDatabase({ kind: 'pglite', db });
    const applied = await client.query<{ count: number }>('select count(*)::int as count from drizzle.__drizzle_migrations');
    expect(applied.rows[0]?.count).toBe(migrations.length);
    await client.close();
  });

  it.runIf(onPostgres)('apply twice to Postgres', async () => {
    await withPostgres(async (url) => {
      for (let time = 0; time < 2; time += 1) await (await openPostgres(url, { migrate: true, max: 1 })).close();
      expect(await appliedOn(url)).toBe(migrations.length);
    });
  });

  it.runIf(onPostgres)('apply once when three processes start at once', async () => {
    await withPostgres(async (url) => {
      const opened = await Promise.all([1, 2, 3].map(() => openPostgres(url, { migrate: true, max: 1 })));
      await Promise.all(opened.map((database) => database.close()));
      expect(await appliedOn(url)).toBe(migrations.length);
    });
  });

  it.runIf(onPostgres)('make the same tables on both', async () => {
    const columns = await Promise.all(
      (['pglite', 'postgres'] as const).map(async (kind) => columnsOf(await openTestDatabase(kind))),
    );
    expect(columns[0]?.length).toBeGreaterThan(50);
    expect(columns[1]).toEqual(columns[0]);
  });
});

async function withPostgres(use: (url: string) => Promise<void>): Promise<void> {
  const { url, drop } = await createPostgresDatabase();
  try {
    await use(url);
  } finally {
    await drop();
  }
}

async function appliedOn(url: string): Promise<number> {
  const database = await openPostgres(url, { migrate: false, max: 1 });
  try {
    const [row] = rowsOf(await database.db.execute(sql`select count(*)::int as count from drizzle.__drizzle_migrations`));
    return Number(row?.count);
  } finally {
    await database.close();
  }
}

async function columnsOf(database: OpenDatabase): Promise<unknown[]> {
  try {
    return rowsOf(
      await database.db.execute(
        sql`select table_name, column_name, data_type, is_nullable, datetime_precision from information_schema.columns
            where table_schema = 'public' order by table_name, column_name`,
      ),
    );
  } finally {
    await database.close();
  }
}

/** postgres.js answers rows, PGlite an object that holds them. */
function rowsOf(result: unknown): Record<string, unknown>[] {
  const rows = z.array(z.record(z.string(), z.unknown()));
  return Array.isArray(result) ? rows.parse([...result]) : z.object({ rows }).parse(result).rows;
}
