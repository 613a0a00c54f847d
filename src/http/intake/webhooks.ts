import { type Context, Hono } from 'hono';
import type { Instant } from '../../alert/timestamp.ts';
import { TocsinError } from '../../errors.ts';
import { type Sender, senderNamed } from '../../pipeline/intake/senders.ts';
import type { IntegrationAccess } from '../auth/accessPolicy.ts';
import { admitSender } from '../auth/admitSender.ts';
import { correlationIdOf } from '../correlationId.ts';
import type { HttpDeps } from '../deps.ts';
import { errorAnswer } from '../errorAnswer.ts';
import { type HttpEnv, remoteAddress, requestHeaders } from '../httpEnv.ts';
import { recordRequest } from '../recordRequest.ts';
import { requireJson } from './checkHeaders.ts';
import { HeldBody } from './heldBody.ts';
import { InFlight } from './inFlight.ts';
import { readBody } from './readBody.ts';

/**
 * `POST /webhooks/{sender}` and `/webhooks/{sender}/{integration}`: answered 200 once the body is committed. The hottest route,
 * so it stands before the other routes' middleware and does their part itself.
 */
export function webhooks(deps: HttpDeps): Hono<HttpEnv> {
  const inFlight = new InFlight();
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

const REASONS_LOGGED = 5;

interface Count {
  readonly accepted: number;
  readonly rejected: readonly { readonly index: number; readonly error: string }[];
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
  const policy = deps.access();
  const headers = requestHeaders(c);
  const integration = admitSender(policy, headers, request.named);
  request.integration = integration.name;
  requireJson(headers);
  const held = new HeldBody(inFlight, policy, headers['content-length']);
  try {
    const body = await readBody(c, held);
    const { accepted, rejected } = count(sender, body, integration, deps.clock.now());
    await append(deps, { kind: `webhook/${sender.name}`, integration: integration.name, correlationId, body });
    deps.metrics.alertsReceived.inc({ integration: integration.name }, accepted);
    if (rejected.length > 0) sayRejected(deps, integration.name, correlationId, rejected);
    return answerJson(200, `{"accepted":${accepted},"rejected":${rejected.length}}`, correlationId);
  } finally {
    held.release();
  }
}

function senderOf(c: Context<HttpEnv>): Sender {
  const name = c.req.param('sender') ?? '';
  const sender = senderNamed(name);
  if (!sender)
    throw new TocsinError('not_found', `There is no sender format ${JSON.stringify(name)}. Post to /webhooks/alertmanager.`);
  if (c.req.method !== 'POST') throw new TocsinError('method_not_allowed', `${c.req.method} is not taken here; POST is.`);
  return sender;
}

/** Reads the body to tell its alerts apart; the engine reads it again from the journal and decides. */
function count(sender: Sender, body: string, integration: IntegrationAccess, now: Instant): Count {
  const { alerts, rejected } = sender.parse(body, integration, now);
  return { accepted: alerts.length, rejected };
}

/** Its alerts count; these do not, and somebody has to see why. */
function sayRejected(deps: HttpDeps, integration: string, correlationId: string, rejected: Count['rejected']): void {
  deps.metrics.alertsRejected.inc({ integration }, rejected.length);
  const reasons = rejected.slice(0, REASONS_LOGGED).map(({ index, error }) => `alert ${index}: ${error}`);
  const fields = { correlation_id: correlationId, integration, rejected: rejected.length, reasons };
  deps.log.warning(fields, 'alerts of a webhook cannot be read; the others were taken');
}

async function append(deps: HttpDeps, entry: Parameters<HttpDeps['intake']['append']>[0]): Promise<void> {
  try {
    await deps.intake.append(entry);
  } catch (cause) {
    throw new TocsinError('unavailable', 'The webhook could not be committed to the journal. Send it again.', { cause });
  }
}

function refuse(deps: HttpDeps, request: WebhookRequest, error: unknown): Response {
  const { c, correlationId, integration } = request;
  const answer = errorAnswer(error);
  const { status } = answer;
  if (status === 401 || status === 413) deps.refused({ integration, remote: remoteAddress(c), status });
  // Not for a mere overload: a line with a stack for each refused request would add to it.
  if (status === 500 || (error instanceof Error && error.cause !== undefined && status === 503)) {
    deps.log.error({ err: error, correlation_id: correlationId }, 'webhook not taken in');
  }
  const response = answerJson(status, JSON.stringify({ error: answer.error }), correlationId, answer.headers);
  if (status === 405) response.headers.set('Allow', 'POST');
  return response;
}

function answerJson(status: number, body: string, correlationId: string, headers?: Readonly<Record<string, string>>): Response {
  return new Response(body, {
    status,
    headers: { 'Content-Type': 'application/json', 'X-Request-Id': correlationId, ...headers },
  });
}
