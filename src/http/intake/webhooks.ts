import { type Context, Hono } from 'hono';
import { TocsinError } from '../../errors.ts';
import { type Sender, senderNamed } from '../../pipeline/intake/senders.ts';
import { admitSender } from '../auth/admitSender.ts';
import { requireSenderType } from '../auth/requireSenderType.ts';
import { correlationIdOf } from '../correlationId.ts';
import type { HttpDeps } from '../deps.ts';
import { type HttpEnv, remoteAddress, requestHeaders } from '../httpEnv.ts';
import { recordRequest } from '../recordRequest.ts';
import type { InFlight } from './inFlight.ts';
import { noteRefusal } from './noteRefusal.ts';
import { takeBody } from './takeBody.ts';

/**
 * `POST /webhooks/{sender}` and `/webhooks/{sender}/{integration}`: answered 200 once the body is committed. The hottest route,
 * so it stands before the other routes' middleware and does their part itself.
 */
export function webhooks(deps: HttpDeps, inFlight: InFlight): Hono<HttpEnv> {
  const answer = async (c: Context<HttpEnv>): Promise<Response> => {
    const startedAt = deps.clock.monotonic();
    const headers = requestHeaders(c);
    const correlationId = correlationIdOf(headers);
    const named = c.req.param('integration') ?? null;
    const request = { c, correlationId, named, integration: named };
    const response = await takeIn(deps, inFlight, request).catch((error: unknown) => refuse(deps, request, error));
    recordRequest(deps, {
      method: c.req.method,
      route: named === null ? '/webhooks/{sender}' : '/webhooks/{sender}/{integration}',
      status: response.status,
      startedAt,
      correlationId,
      quiet: response.status === 200,
      remote: remoteAddress(c),
      fields: request.integration === null ? undefined : { integration: request.integration },
    });
    return response;
  };
  return new Hono<HttpEnv>().all('/:sender', answer).all('/:sender/:integration', answer);
}

interface WebhookRequest {
  readonly c: Context<HttpEnv>;
  readonly correlationId: string;
  /** The integration in the path. */
  readonly named: string | null;
  /** The integration once it is known. */
  integration: string | null;
}

async function takeIn(deps: HttpDeps, inFlight: InFlight, request: WebhookRequest): Promise<Response> {
  const { c, correlationId } = request;
  const sender = senderOf(c);
  const integration = admitSender(deps.access(), requestHeaders(c), request.named, sender.name);
  request.integration = integration.name;
  requireSenderType(integration, sender.name);
  const { accepted, rejected } = await takeBody(deps, inFlight, { c, correlationId, sender, integration });
  return answerJson(200, `{"accepted":${accepted},"rejected":${rejected.length}}`, correlationId);
}

function senderOf(c: Context<HttpEnv>): Sender {
  const name = c.req.param('sender') ?? '';
  const sender = senderNamed(name);
  if (!sender)
    throw new TocsinError('not_found', `There is no sender format ${JSON.stringify(name)}. Post to /webhooks/alertmanager.`);
  if (c.req.method !== 'POST') throw new TocsinError('method_not_allowed', `${c.req.method} is not taken here; POST is.`);
  return sender;
}

function refuse(deps: HttpDeps, request: WebhookRequest, error: unknown): Response {
  const { status, headers, error: said } = noteRefusal(deps, request, error);
  const response = answerJson(status, JSON.stringify({ error: said }), request.correlationId, headers);
  if (status === 405) response.headers.set('Allow', 'POST');
  return response;
}

function answerJson(status: number, body: string, correlationId: string, headers?: Readonly<Record<string, string>>): Response {
  return new Response(body, {
    status,
    headers: { 'Content-Type': 'application/json', 'X-Request-Id': correlationId, ...headers },
  });
}
