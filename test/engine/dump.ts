import { sql } from 'drizzle-orm';
import type { Database } from '../../src/store/database.ts';

/** What the engine decides, table by table. What the outbox adds later (receipts) is no decision. */
const DECIDED: readonly [name: string, query: ReturnType<typeof sql>][] = [
  ['journal', sql`select position, id, decided_at, counts, error from journal where position is not null order by position`],
  ['alerts', sql`select * from alerts order by integration, fingerprint, starts_at`],
  ['incidents', sql`select * from incidents order by number`],
  ['timers', sql`select * from timers order by key`],
  ['rule_memory', sql`select * from rule_memory order by key`],
  ['decisions', sql`select * from decisions order by position, seq`],
  ['timeline', sql`select * from timeline where id like 'p%' order by id`],
  [
    'deliveries',
    sql`select id, kind, incident, target, notifier, priority, reason, desired, revision, correlation_id from deliveries order by id`,
  ],
  ['engine', sql`select position, decided_at, next_incident, next_delivery, policy_hash, policy from engine`],
];

/** Every decision in a database as one text: two databases decided alike have the same. */
export async function dump(db: Database): Promise<string> {
  const parts: string[] = [];
  for (const [name, query] of DECIDED) {
    const result = await db.execute(sql`select coalesce(json_agg(to_jsonb(t))::text, '[]') as rows from (${query}) t`);
    const rows = (Array.isArray(result) ? result : (result as unknown as { rows: { rows: string }[] }).rows) as {
      rows: string;
    }[];
    parts.push(`${name}\n${rows[0]?.rows.replaceAll('}, {', '},\n{')}`);
  }
  return parts.join('\n\n');
}
