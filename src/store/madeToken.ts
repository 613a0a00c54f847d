import { createHash, randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Database } from './database.ts';
import { madeTokens } from './tokenSchema.ts';

const NAME = 'first';

/** SHA-256 (hex) of the token that this database made for itself, or null. */
export async function madeTokenSha256(db: Database): Promise<string | null> {
  const [row] = await db.select().from(madeTokens).where(eq(madeTokens.name, NAME));
  return row?.sha256 ?? null;
}

/** Makes that token where there is none yet and answers it, this once; null where one exists. */
export async function makeToken(db: Database, now: number): Promise<string | null> {
  const token = `tocsin_${randomBytes(24).toString('base64url')}`;
  const sha256 = createHash('sha256').update(token).digest('hex');
  const rows = await db
    .insert(madeTokens)
    .values({ name: NAME, sha256, createdAt: now })
    .onConflictDoNothing()
    .returning({ name: madeTokens.name });
  return rows.length === 1 ? token : null;
}
