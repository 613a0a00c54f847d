import type { z } from 'zod';
import { answerBody } from './answerBody.ts';
import { answerText } from './answerText.ts';
import { DeliveryError } from './deliveryError.ts';
import { guardedFetch } from './guardedFetch.ts';
import { networkError } from './networkError.ts';
import type { SendRequest } from './notifier.ts';
import type { PagerDutyRest } from './notifierKind.ts';
import { retryAfterMs } from './retryAfterMs.ts';
import { statusError } from './statusError.ts';

/** Larger answers than the longest list of notes are not PagerDuty's. */
const LONGEST_ANSWER = 4 * 2 ** 20;
const WHO = "PagerDuty's API";

/**
 * One request to PagerDuty's REST API v2, and what `schema` reads out of its answer. Throws a `DeliveryError`.
 * https://developer.pagerduty.com/docs/rest-api-overview
 */
export async function pagerdutyRest<T>(
  { url, token, from }: PagerDutyRest,
  { method, path, body, schema }: { method: 'GET' | 'POST'; path: string; body?: object; schema: z.ZodType<T> },
  { signal, mayLeave }: Pick<SendRequest, 'signal' | 'mayLeave'>,
): Promise<T> {
  const early = signal.aborted;
  let response: Response;
  try {
    response = await guardedFetch(mayLeave)(`${url.replace(/\/+$/, '')}${path}`, {
      method,
      headers: {
        Accept: 'application/vnd.pagerduty+json;version=2',
        Authorization: `Token token=${token.reveal()}`,
        ...(body && { 'Content-Type': 'application/json', From: from }),
      },
      ...(body && { body: JSON.stringify(body) }),
      redirect: 'manual',
      signal,
    });
  } catch (error) {
    throw networkError(WHO, error, { timedOut: signal.aborted, sent: early ? false : null });
  }
  const text = await answerBody(response, LONGEST_ANSWER);
  const { status } = response;
  if (!response.ok) {
    const wait = retryAfterMs(response.headers.get('retry-after') ?? response.headers.get('ratelimit-reset'), null);
    const refused = statusError(WHO, { status, retryAfterMs: wait, text: answerText(text, [token]) });
    // What was asked for may come to be: PagerDuty does what it has accepted in its own time.
    if (status === 404) throw new DeliveryError(refused.message, { reason: 'client_error', retryable: true, status });
    if (refused.reason !== 'auth') throw refused;
    const message = `${refused.message}: pagerduty.api_token, which may write notes`;
    throw new DeliveryError(message, { reason: 'auth', retryable: false, status });
  }
  const read = schema.safeParse(parsed(text));
  if (read.success) return read.data;
  const message = `${WHO} answered ${status} in a shape that is not known; check pagerduty.api_url`;
  throw new DeliveryError(message, { reason: 'other', retryable: true, unknown: method === 'POST', status });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
