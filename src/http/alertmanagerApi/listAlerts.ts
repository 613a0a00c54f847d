import type { Context } from 'hono';
import type { HttpDeps } from '../deps.ts';
import type { HttpEnv } from '../httpEnv.ts';
import { readAlertFilter } from './alertFilter.ts';
import { alertJson } from './alertJson.ts';
import { loadAlerts } from './loadAlerts.ts';

/** `GET /api/v2/alerts`: everything that fires and fits, by fingerprint. */
export async function listAlerts(deps: HttpDeps, c: Context<HttpEnv>) {
  const filter = readAlertFilter(c);
  const alerts = await loadAlerts(deps);
  return alerts.filter((alert) => alert.receivers.some(filter.takesReceiver) && filter.takes(alert)).map(alertJson);
}
