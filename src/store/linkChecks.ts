import { and, eq, gt, isNotNull, lt, sql } from 'drizzle-orm';
import type { Instant } from '../alert/timestamp.ts';
import type { LinkHealth } from '../pipeline/enrich/runbook/linkHealth.ts';
import type { Redacted } from '../redact/redacted.ts';
import type { Database } from './database.ts';
import { linkHealth } from './linkSchema.ts';
import { jsonOf } from './writeRows.ts';

const { url, wantedAt, nextAt, claimedUntil, failures, status, because, checkedAt } = linkHealth;
const at = (instant: Instant) => sql`${new Date(instant).toISOString()}::timestamptz`;
/** Rows of one statement. */
const BITE = 500;

/** A link whose turn it is. */
export interface DueLink {
  readonly url: string;
  readonly status: LinkHealth['status'] | null;
  readonly failures: number;
}

/** Notes that these links are wanted; those that are new are due at once. */
export async function wantLinks(db: Database, urls: readonly string[], now: Instant): Promise<void> {
  const all = [...new Set(urls)].sort();
  for (let i = 0; i < all.length; i += BITE) {
    await db.execute(sql`
      insert into ${linkHealth} (url, wanted_at, next_at, failures)
      select value, ${at(now)}, ${at(now)}, 0 from json_array_elements_text(${jsonOf(all.slice(i, i + BITE))}::json)
      on conflict (url) do update set wanted_at = excluded.wanted_at`);
  }
}

/** Takes, until `until`, links that are due and wanted since `wantedSince`; at most `limit`, those that wait longest first. */
export async function claimLinks(
  db: Database,
  { now, until, wantedSince, limit }: Readonly<Record<'now' | 'until' | 'wantedSince' | 'limit', number>>,
): Promise<DueLink[]> {
  const free = sql`(${claimedUntil} is null or ${claimedUntil} < ${at(now)})`;
  const due = db
    .select({ url })
    .from(linkHealth)
    .where(and(sql`${nextAt} <= ${at(now)}`, free, sql`${wantedAt} >= ${at(wantedSince)}`))
    .orderBy(nextAt, url)
    .limit(limit)
    .for('update', { skipLocked: true });
  return db.update(linkHealth).set({ claimedUntil: until }).where(sql`${url} in (${due})`).returning({ url, status, failures });
}

/** What became of looking at one. `seen` null: nothing that is worth saying yet. */
export async function settleLink(
  db: Database,
  link: string,
  result: {
    readonly nextAt: Instant;
    readonly failures: number;
    readonly seen: { readonly status: LinkHealth['status']; readonly because: Redacted; readonly checkedAt: Instant } | null;
  },
): Promise<void> {
  await db
    .update(linkHealth)
    .set({ nextAt: result.nextAt, failures: result.failures, claimedUntil: null, ...result.seen })
    .where(eq(url, link));
}

/** How links are that were looked at, and are wanted since then; at most `limit`. */
export async function readLinkHealth(db: Database, wantedSince: Instant, limit: number): Promise<Map<string, LinkHealth>> {
  const rows = await db
    .select({ url, status, because, checkedAt })
    .from(linkHealth)
    .where(and(isNotNull(status), gt(wantedAt, wantedSince)))
    .limit(limit);
  return new Map(
    rows.flatMap((row) =>
      row.status === null || row.checkedAt === null
        ? []
        : [[row.url, { status: row.status, because: row.because ?? '', checkedAt: row.checkedAt }] as const],
    ),
  );
}

/** Deletes links that nothing has led to since `before`. */
export async function sweepLinks(db: Database, before: Instant, limit: number): Promise<void> {
  const old = db.select({ url }).from(linkHealth).where(lt(wantedAt, before)).limit(limit);
  await db.delete(linkHealth).where(sql`${url} in (${old})`);
}
