import type { Logger, LogLevel } from '@slack/web-api';
import { z } from 'zod';
import type { Secret } from '../../config/secret.ts';
import { answerText } from './answerText.ts';
import { DeliveryError } from './deliveryError.ts';
import { guardedFetch } from './guardedFetch.ts';
import { networkError } from './networkError.ts';
import type { SendRequest } from './notifier.ts';
import { retryAfterMs } from './retryAfterMs.ts';
import { slackError } from './slackErrors.ts';
import { statusError } from './statusError.ts';

/** Calls one Web API method, once. Answers with Slack's JSON, or throws a `DeliveryError` that carries Slack's `word`. */
export type SlackCall = (method: string, args: Record<string, unknown>, limits: CallLimits) => Promise<unknown>;

/** Until when a call may take, and whether it may still begin. */
export type CallLimits = Pick<SendRequest, 'signal' | 'mayLeave'>;

/** Refused by Slack itself, with one of its error words. */
export class SlackRefusal extends DeliveryError {
  readonly word: string;

  constructor(method: string, word: string) {
    const { message, reason, retryable, unknown, status } = slackError(method, word);
    super(message, { reason, retryable, unknown, status });
    this.word = word;
  }
}

/** A net below the caller's signal, in milliseconds. */
const LONGEST = 30_000;
const silent = (level: LogLevel): Logger => ({
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => level,
  setName: () => {},
});
const PLATFORM_ERROR = z.object({ data: z.object({ error: z.string() }) });

/**
 * Slack through its own client, with everything switched off that repeats or delays a call: its retries send a message
 * twice, and its answer to one 429 holds up every channel. There is a client for every call, because the signal of a
 * call and what became of it pass through the client's `fetch`.
 */
export function slackCall(apiUrl: string, token: Secret): SlackCall {
  // With the receiver, not with the first page; and not by what only reads a configuration.
  const loading = import('@slack/web-api');
  return async (method, args, limits) => {
    const { LogLevel, WebClient } = await loading;
    const { signal } = limits;
    const seen: Seen = { status: null, retryAfterMs: null };
    const client = new WebClient(token.reveal(), {
      slackApiUrl: apiUrl,
      logger: silent(LogLevel.ERROR),
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      allowAbsoluteUrls: false,
      timeout: LONGEST,
      fetch: observedFetch(seen, limits),
    });
    const early = signal.aborted;
    try {
      return await client.apiCall(method, args);
    } catch (error) {
      throw deliveryErrorOf(method, error, seen, { timedOut: isTimeout(error, signal), sent: early ? false : null, token });
    }
  };
}

interface Seen {
  status: number | null;
  retryAfterMs: number | null;
}

function observedFetch(seen: Seen, { signal, mayLeave }: CallLimits): typeof fetch {
  const guarded = guardedFetch(mayLeave);
  return async (input, init) => {
    const both = init?.signal ? AbortSignal.any([signal, init.signal]) : signal;
    const response = await guarded(input, { ...init, redirect: 'manual', signal: both });
    seen.status = response.status;
    seen.retryAfterMs = retryAfterMs(response.headers.get('retry-after'), response.headers.get('date'));
    return response;
  };
}

function deliveryErrorOf(
  method: string,
  error: unknown,
  seen: Seen,
  how: { timedOut: boolean; sent: false | null; token: Secret },
): DeliveryError {
  if (seen.status === null) return networkError('Slack', error, how);
  if (seen.status !== 200) {
    const text = answerText(bodyOf(error), [how.token]);
    const refused = statusError('Slack', { status: seen.status, retryAfterMs: seen.retryAfterMs, text });
    if (refused.reason !== 'server_error') return refused;
    // Some gateways fail after Slack has acted.
    return new DeliveryError(refused.message, { reason: 'server_error', retryable: true, unknown: true, status: seen.status });
  }
  const word = PLATFORM_ERROR.safeParse(error).data?.data.error;
  if (word !== undefined && /^[a-z][a-z0-9_]{2,60}$/.test(word)) return new SlackRefusal(method, word);
  if (word === undefined) return networkError('Slack', error, { timedOut: how.timedOut, sent: true });
  const text = answerText(word, [how.token]) || 'nothing';
  const message = `Slack's address answered 200, but not as Slack does: ${text}; check slack.api_url`;
  return new DeliveryError(message, { reason: 'other', retryable: true, unknown: true, status: 200 });
}

function bodyOf(error: unknown): string {
  return error instanceof Error && 'body' in error && typeof error.body === 'string' ? error.body : '';
}

function isTimeout(error: unknown, signal: AbortSignal): boolean {
  if (signal.aborted) return true;
  const original = error instanceof Error && 'original' in error ? error.original : error;
  return original instanceof Error && original.name === 'TimeoutError';
}
