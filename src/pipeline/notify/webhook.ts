import { z } from 'zod';
import { rfc3339 } from '../../alert/timestamp.ts';
import { Secret } from '../../config/secret.ts';
import { accountHash } from './accountHash.ts';
import { answerBody } from './answerBody.ts';
import { answerText } from './answerText.ts';
import { guardedFetch } from './guardedFetch.ts';
import { incidentJson } from './incidentJson.ts';
import { networkError } from './networkError.ts';
import type { Receipt, SendRequest } from './notifier.ts';
import type { NotifierKind } from './notifierKind.ts';
import { retryAfterMs } from './retryAfterMs.ts';
import { statusError } from './statusError.ts';
import { urgencyField } from './urgencyField.ts';
import { wrongSend } from './wrongSend.ts';

const schema = z.strictObject({
  url: z
    .string()
    .refine(isWebAddress, 'must be an http:// or https:// address without a user name or password; a credential goes into token')
    .transform((url) => new Secret(url)),
  token: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'must be a bearer token: visible ASCII characters without spaces')
    .transform((token) => new Secret(token))
    .optional(),
  send_resolved: z.boolean().default(true),
  urgency: urgencyField(['high', 'low']),
});
type WebhookConfig = z.infer<typeof schema>;

const TEXT_KEPT = 2_048;

/** A POST of JSON for every change, with the notification's id as `Idempotency-Key`. */
export const webhook: NotifierKind<WebhookConfig> = {
  name: 'webhook',
  schema,
  secrets: ['url', 'token'],
  rate: { perMinute: 600, burst: 50 },
  account: (config) => accountHash(config.url.reveal()),
  create: (config) => ({ send: (request) => post(config, request) }),
};

async function post(config: WebhookConfig, request: SendRequest): Promise<Receipt> {
  const body = bodyOf(request);
  const { signal } = request;
  const early = signal.aborted;
  let response: Response;
  try {
    response = await guardedFetch(request.mayLeave)(config.url.reveal(), {
      method: 'POST',
      body,
      headers: {
        'Content-Type': 'application/json',
        'Idempotency-Key': request.notificationId,
        'User-Agent': 'Tocsin',
        ...(config.token && { Authorization: `Bearer ${config.token.reveal()}` }),
      },
      // Following one would carry the token and the alerts to an address that nobody configured.
      redirect: 'manual',
      signal,
    });
  } catch (error) {
    throw networkError('The webhook', error, { timedOut: signal.aborted, sent: early ? false : null });
  }
  const text = answerText(await answerBody(response, TEXT_KEPT), [config.token, config.url]);
  if (response.ok) return { status: response.status, answer: text };
  const wait = retryAfterMs(response.headers.get('retry-after'), response.headers.get('date'));
  throw statusError('The webhook', { status: response.status, retryAfterMs: wait, text });
}

function bodyOf({ send, incident }: SendRequest): string {
  if (send.action !== 'reply') throw wrongSend('webhook', send, 'reply');
  const { reason, text, at } = send.note;
  return JSON.stringify({ version: '1', reason, text, at: rfc3339(at), incident: incidentJson(incident) });
}

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === 'http:' || protocol === 'https:') && username === '' && password === '';
}
