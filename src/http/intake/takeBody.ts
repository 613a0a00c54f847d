import type { Context } from 'hono';
import { TocsinError } from '../../errors.ts';
import type { IntakeBody } from '../../pipeline/intake/intakeBody.ts';
import type { Sender } from '../../pipeline/intake/senders.ts';
import type { IntegrationAccess } from '../auth/accessPolicy.ts';
import type { HttpDeps } from '../deps.ts';
import { type HttpEnv, requestHeaders } from '../httpEnv.ts';
import { requireJson } from './checkHeaders.ts';
import { HeldBody } from './heldBody.ts';
import type { InFlight } from './inFlight.ts';
import { readBody } from './readBody.ts';

const REASONS_LOGGED = 5;

/** What was in a body that is in the journal now. */
export interface Taken {
  readonly accepted: number;
  readonly rejected: IntakeBody['rejected'];
}

interface From {
  readonly c: Context<HttpEnv>;
  readonly correlationId: string;
  readonly sender: Sender;
  readonly integration: IntegrationAccess;
}

/**
 * Takes a sender's body into the journal, as it came. It is read here only to tell its alerts apart; the engine reads it again
 * and decides.
 * @throws TocsinError when it is not committed
 */
export async function takeBody(deps: HttpDeps, inFlight: InFlight, from: From): Promise<Taken> {
  const { c, correlationId, sender, integration } = from;
  const headers = requestHeaders(c);
  requireJson(headers);
  const held = new HeldBody(inFlight, deps.access(), headers['content-length']);
  try {
    const body = await readBody(c, held);
    const { alerts, rejected } = sender.parse(body, integration, deps.clock.now());
    await append(deps, { kind: `webhook/${sender.name}`, integration: integration.name, correlationId, body });
    deps.metrics.alertsReceived.inc({ integration: integration.name }, alerts.length);
    if (rejected.length > 0) sayRejected(deps, integration.name, correlationId, rejected);
    return { accepted: alerts.length, rejected };
  } finally {
    held.release();
  }
}

/** Its alerts count; these do not, and somebody has to see why. */
function sayRejected(deps: HttpDeps, integration: string, correlationId: string, rejected: Taken['rejected']): void {
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
