import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { PROMETHEUS } from '../../pipeline/intake/senders.ts';
import { admitSender } from '../auth/admitSender.ts';
import { requireSenderType } from '../auth/requireSenderType.ts';
import type { HttpDeps } from '../deps.ts';
import { type HttpEnv, requestHeaders } from '../httpEnv.ts';
import type { InFlight } from '../intake/inFlight.ts';
import { noteRefusal } from '../intake/noteRefusal.ts';
import { type Taken, takeBody } from '../intake/takeBody.ts';

const ERRORS_SHOWN = 20;

/**
 * `POST /api/v2/alerts`, for integrations of type `prometheus`: 200 without a body once the alerts are committed. Where some
 * cannot be read the others are committed all the same, and the answer is 400 with what is wrong, as Alertmanager does it.
 */
export async function postAlerts(deps: HttpDeps, inFlight: InFlight, c: Context<HttpEnv>): Promise<Response> {
  const request = { c, correlationId: c.get('correlationId'), integration: null as string | null };
  try {
    const integration = admitSender(deps.access(), requestHeaders(c), null, PROMETHEUS.name);
    request.integration = integration.name;
    requireSenderType(integration, PROMETHEUS.name);
    const from = { c, correlationId: request.correlationId, sender: PROMETHEUS, integration };
    const { rejected } = await takeBody(deps, inFlight, from);
    return rejected.length === 0 ? c.body(null, 200) : c.json(errorsOf(rejected), 400);
  } catch (error) {
    const { status, headers, error: said } = noteRefusal(deps, request, error);
    return c.json(said.message, status as ContentfulStatusCode, { ...headers });
  }
}

function errorsOf(rejected: Taken['rejected']): string {
  const shown = rejected.slice(0, ERRORS_SHOWN).map(({ index, error }) => `alert ${index}: ${error}`);
  const more = rejected.length - shown.length;
  return `${shown.join('; ')}${more > 0 ? ` and ${more} more` : ''}; the other alerts were taken`;
}
