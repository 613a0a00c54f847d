import { and, type SQL, sql } from 'drizzle-orm';
import { exactMatchers } from '../silence/exactMatchers.ts';
import type { SilenceMatcher } from '../silence/silence.ts';
import { alerts } from './schema.ts';

/** Of all alerts, those that have the values that matchers ask for: what the other matchers say is asked afterwards. */
export function mayFit(matchers: readonly SilenceMatcher[]): SQL | undefined {
  return and(...exactMatchers(matchers).map(({ name, value }) => sql`${alerts.labels} ->> ${name} = ${value}`));
}
