import { TocsinError } from '../../errors.ts';
import { type IncidentRow, readIncidents } from '../../store/readIncidents.ts';
import type { HttpDeps } from '../deps.ts';

/**
 * The incident of a path's `:number`.
 * @throws TocsinError `not_found`, also for what is no number
 */
export async function loadIncident(deps: Pick<HttpDeps, 'db'>, number: string): Promise<IncidentRow> {
  const [incident] = /^[1-9]\d{0,8}$/.test(number) ? await readIncidents(deps.db, { number: Number(number) }, 1) : [];
  if (!incident) throw new TocsinError('not_found', `There is no incident ${JSON.stringify(number.slice(0, 50))}.`);
  return incident;
}
