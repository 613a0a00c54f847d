import { and, type SQL, sql } from 'drizzle-orm';
import type { SilenceMatcher } from '../silence/silence.ts';
import { alerts } from './schema.ts';

/** Of all alerts, those that have the values that matchers ask for: what the other matchers say is asked afterwards. */
export function mayFit(matchers: readonly SilenceMatcher[]): SQL | undefined {
  // A matcher on `severity` also fits the word that the configuration makes of it.
  const exact = matchers.filter(
    ({ name, value, isRegex, isEqual }) => isEqual && !isRegex && value !== '' && name !== 'severity',
  );
  return and(...exact.map(({ name, value }) => sql`${alerts.labels} ->> ${name} = ${value}`));
}
