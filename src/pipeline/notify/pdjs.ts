import type { ClientRequest, IncomingMessage } from 'node:http';
import { Agent } from 'node:https';
import { connect } from 'node:net';
import { event } from '@pagerduty/pdjs';
import { networkError } from './networkError.ts';
import type { SendRequest } from './notifier.ts';
import type { PagerDutyEvent } from './pagerdutyEvent.ts';
import { retryAfterMs } from './retryAfterMs.ts';
import { TooLateError } from './tooLateError.ts';

/** What the Events API answered, whatever it was. */
export interface EventsAnswer {
  readonly status: number;
  readonly retryAfterMs: number | null;
  /** The first bytes of the body as text; maybe JSON, maybe a proxy's HTML, maybe nothing. */
  readonly text: string;
}

/** A net below the caller's signal, in milliseconds: no request outlives it. */
const LONGEST = 30_000;
const TEXT_KEPT = 8_192;
const IDLE_SOCKET = 20_000;

/** pdjs writes `https://` in front of every server; this one speaks plain HTTP, to reach a stand-in on this machine. */
class PlainAgent extends Agent {
  override createConnection(options: { host?: string | null; port?: number | string | null }) {
    return connect({ host: options.host ?? '127.0.0.1', port: Number(options.port) });
  }
}

const secure = new Agent({ keepAlive: true, timeout: IDLE_SOCKET });
const plain = new PlainAgent({ keepAlive: true, timeout: IDLE_SOCKET });

/** The one request of one send, as seen on the wire. */
interface Exchange {
  request: ClientRequest | null;
  response: IncomingMessage | null;
  connected: boolean;
  text: string;
}

/**
 * Sends one event by pdjs, in exactly one request, and answers with what came back. Throws a `DeliveryError` where nothing
 * came back.
 *
 * pdjs 2.2.4 loses the status of an answer that is not JSON and answers a 429 by three more requests of its own. Therefore
 * the outcome is not taken from its promise but from the request itself, which passes through our agent; and the
 * agent is handed out only once, so that its second request fails before it leaves.
 */
export async function sendEvent(
  eventsUrl: string,
  data: PagerDutyEvent,
  limits: Pick<SendRequest, 'signal' | 'mayLeave'>,
): Promise<EventsAnswer> {
  const { signal, mayLeave } = limits;
  const url = new URL(eventsUrl);
  const isPlain = url.protocol === 'http:';
  const exchange: Exchange = { request: null, response: null, connected: false, text: '' };
  const options = {
    server: `${url.hostname}:${url.port || (isPlain ? '80' : '443')}${url.pathname.replace(/\/+$/, '')}`,
    data: data as Parameters<typeof event>[0]['data'],
    agent: agentForOne(isPlain ? plain : secure, exchange, mayLeave),
    compress: false,
    redirect: 'manual' as const,
    // Its timer aborts nothing, yet keeps the process alive.
    requestTimeout: 0,
    retryTimeout: 0,
    timeout: LONGEST,
    signal,
  };
  let failure: unknown = null;
  try {
    await event(options);
  } catch (error) {
    failure = error;
  }
  const { request, response, text } = exchange;
  if (!response) throw networkError('PagerDuty', failure, { timedOut: isTimeout(failure, signal), sent: exchange.connected });
  // An unread rest would block the connection for the next event.
  if (!response.complete) request?.destroy();
  const wait = retryAfterMs(response.headers['retry-after'], response.headers.date);
  return { status: response.statusCode ?? 0, retryAfterMs: wait, text };
}

/** What `http.request` asks of an agent: it is how every proxy agent works, but not in the types. */
interface RequestAgent {
  addRequest(request: ClientRequest, options: object): void;
}

function agentForOne(agent: Agent, exchange: Exchange, mayLeave: () => boolean): () => RequestAgent {
  let taken = false;
  return () => {
    if (taken) throw new Error('one send makes one request');
    taken = true;
    const observing: RequestAgent = Object.create(agent);
    observing.addRequest = (request, options) => {
      observe(request, exchange, mayLeave);
      (agent as unknown as RequestAgent).addRequest(request, options);
    };
    return observing;
  };
}

function observe(request: ClientRequest, exchange: Exchange, mayLeave: () => boolean): void {
  exchange.request = request;
  // What is to be sent waits until these listeners have been called.
  const connected = (): void => {
    exchange.connected = mayLeave();
    if (!exchange.connected) request.destroy(new TooLateError());
  };
  request.once('socket', (socket) => {
    if (socket.connecting) socket.once('encrypted' in socket ? 'secureConnect' : 'connect', connected);
    else connected();
  });
  request.once('response', (response) => {
    exchange.response = response;
    const decoder = new TextDecoder();
    response.on('data', (chunk: Buffer) => {
      if (exchange.text.length < TEXT_KEPT) exchange.text += decoder.decode(chunk.subarray(0, TEXT_KEPT), { stream: true });
    });
  });
}

function isTimeout(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted || (error instanceof Error && 'type' in error && error.type === 'request-timeout');
}
