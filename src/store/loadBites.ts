import { and, eq, type SQL, sql } from 'drizzle-orm';
import { alertKey } from '../alert/alert.ts';
import { type ReleaseBite, type Timer, takesBite } from '../pipeline/decision.ts';
import type { Silence } from '../silence/silence.ts';
import type { Database } from './database.ts';
import { mayFit } from './mayFit.ts';
import { alerts } from './schema.ts';

/** So many alerts are looked at again at once. */
const BITE = 200;

type AlertName = { readonly integration: string; readonly fingerprint: string };

export interface LoadedBite {
  readonly bite: ReleaseBite;
  readonly keys: readonly AlertName[];
}

/** For each due timer that looks at alerts in bites, the next of them. */
export function loadBites(tx: Database, due: readonly Timer[], silences: readonly Silence[]): Promise<LoadedBite[]> {
  const taking = due.filter((timer) => takesBite(timer, silences.length > 0));
  return Promise.all(taking.map((timer) => loadBite(tx, timer, silences)));
}

/** The silence that a timer's key names, where it is not settled. */
export function silenceOf(key: string, silences: readonly Silence[]): Silence[] {
  return silences.filter(({ id }) => key.endsWith(`:${id}`));
}

/** The next firing alerts that a timer looks at, after the one that it names. */
async function loadBite(tx: Database, timer: Timer, silences: readonly Silence[]): Promise<LoadedBite> {
  const subject = subjectOf(timer, silences);
  if (subject === 'nothing') return { bite: { timer: timer.key, alerts: [], more: false }, keys: [] };
  const place = sql`(${alerts.integration} collate "C", ${alerts.fingerprint} collate "C")`;
  const rows = await tx
    .select({ integration: alerts.integration, fingerprint: alerts.fingerprint })
    .from(alerts)
    .where(
      and(
        eq(alerts.latest, true),
        eq(alerts.status, 'firing'),
        subject,
        timer.fingerprint === null ? undefined : sql`${place} > (${timer.integration}, ${timer.fingerprint})`,
      ),
    )
    .orderBy(sql`${alerts.integration} collate "C"`, sql`${alerts.fingerprint} collate "C"`)
    .limit(BITE + 1);
  const keys = rows.slice(0, BITE);
  return { bite: { timer: timer.key, alerts: keys.map(alertKey), more: rows.length > BITE }, keys };
}

function subjectOf(timer: Timer, silences: readonly Silence[]): SQL | 'nothing' | undefined {
  const key = timer.key.slice(timer.key.indexOf(':') + 1);
  switch (timer.kind) {
    case 'rescan':
      return undefined;
    case 'repeat':
      return sql`${alerts.incident} = ${timer.incident}`;
    case 'silence_end':
      return 'nothing';
    case 'silence_idle': {
      const [silence] = silenceOf(key, silences);
      return silence ? mayFit(silence.matchers) : 'nothing';
    }
    default:
      return key === '' ? sql`${alerts.held} is not null` : sql`${alerts.held} is not null and ${alerts.held} ->> 'key' = ${key}`;
  }
}
