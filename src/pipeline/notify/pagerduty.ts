import { z } from 'zod';
import { Secret } from '../../config/secret.ts';
import { accountHash } from './accountHash.ts';
import { answerText } from './answerText.ts';
import { DeliveryError } from './deliveryError.ts';
import type { Receipt, SendRequest } from './notifier.ts';
import type { NotifierKind } from './notifierKind.ts';
import { dedupKey } from './pagerdutyDedupKey.ts';
import { type PagerDutyEvent, triggerEvent } from './pagerdutyEvent.ts';
import { sendNote } from './pagerdutyNote.ts';
import type { EventsAnswer } from './pdjs.ts';
import { statusError } from './statusError.ts';
import { stillInDoubt } from './stillInDoubt.ts';
import { urgencyField } from './urgencyField.ts';
import { wrongSend } from './wrongSend.ts';

const schema = z.strictObject({
  routing_key: z
    .string()
    .regex(/^[0-9A-Za-z]{32}$/, 'must be the 32 letters and digits of an Events API v2 integration key')
    .transform((key) => new Secret(key)),
  send_resolved: z.boolean().default(true),
  urgency: urgencyField(['high']),
});

const ANSWER = z.object({
  status: z.string().optional(),
  message: z.string().optional(),
  errors: z.array(z.unknown()).optional(),
});
type Answer = z.infer<typeof ANSWER>;

/**
 * PagerDuty by its Events API v2: `trigger`, `acknowledge` and `resolve` under a key that no other opening has. Notes, which that API
 * does not know, go by the REST API.
 */
export const pagerduty: NotifierKind<z.infer<typeof schema>> = {
  name: 'pagerduty',
  schema,
  secrets: ['routing_key'],
  // PagerDuty takes 120 in any 60 s: a burst, and what is refilled during that minute.
  rate: { perMinute: 100, burst: 20 },
  account: (config) => accountHash(config.routing_key.reveal()),
  create: (config, context) => {
    // With the receiver, not with the first page; and not by what only reads a configuration.
    const loading = import('./pdjs.ts');
    return {
      send: async (request) => {
        if (request.send.action === 'reply') return sendNote(context.pagerduty.rest ?? null, request, request.send.note);
        const event = eventOf(config.routing_key, request);
        try {
          const { sendEvent } = await loading;
          const answer = await sendEvent(context.pagerduty.eventsUrl, event, request);
          return receiptOf(answer, config.routing_key);
        } catch (error) {
          // The Events API cannot be asked what it has taken.
          throw request.doubtSince === null ? error : stillInDoubt(error);
        }
      },
    };
  },
};

function eventOf(key: Secret, request: SendRequest): PagerDutyEvent {
  const { send, incident, installation } = request;
  if (send.action !== 'trigger' && send.action !== 'acknowledge' && send.action !== 'resolve') {
    throw wrongSend('pagerduty', send, 'trigger, acknowledge and resolve');
  }
  const name = dedupKey(installation, incident.number, send.opening);
  if (send.action === 'trigger') return triggerEvent(key.reveal(), name, incident);
  return { routing_key: key.reveal(), event_action: send.action, dedup_key: name };
}

function receiptOf(answer: EventsAnswer, key: Secret): Receipt {
  const { status } = answer;
  const body = parsed(answer.text);
  const said = [body?.message, ...(body?.errors ?? []).map(String)].filter((part) => part !== undefined).join('; ');
  const text = answerText(said || answer.text, [key]);
  if (status === 202) return { status, answer: text };
  if (status < 300) {
    if (body?.status === 'success') return { status, answer: text };
    const message = `PagerDuty's address answered ${status}, but not as PagerDuty does: ${text || 'nothing'}; check pagerduty.events_url`;
    throw new DeliveryError(message, { reason: 'other', retryable: true, unknown: true, status });
  }
  throw statusError('PagerDuty', { status, retryAfterMs: answer.retryAfterMs, text });
}

function parsed(text: string): Answer | null {
  try {
    return ANSWER.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
