import { randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** What goes wrong with one request, instead of the answer. */
export type Failure =
  /** Reads the request and never answers. */
  | 'hang'
  /** Reads the request, does nothing with it, cuts the connection. */
  | 'reset'
  /** Cuts the connection before it has read the body. */
  | 'resetBefore'
  /** Does what was asked, then cuts the connection. */
  | 'accept_then_reset'
  /** Does what was asked and answers properly, after `delayMs`. */
  | { readonly delayMs: number }
  /** A proxy's page. */
  | { readonly html: number }
  /** Any answer; with `takesEffect` what was asked is done all the same. */
  | {
      readonly status: number;
      readonly body?: unknown;
      readonly chunks?: Chunks;
      readonly headers?: Readonly<Record<string, string>>;
      readonly takesEffect?: boolean;
    };

export interface FakeRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The body as it came. */
  readonly raw: Buffer;
}

/** A body piece by piece, as fast as it is taken; where it throws, the connection is cut. */
export type Chunks = () => Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

export interface FakeAnswer {
  readonly status: number;
  readonly body: unknown;
  /** Instead of `body`. */
  readonly chunks?: Chunks;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One request and what became of it. */
export interface Exchange extends FakeRequest {
  /** The status it was answered with, or what went wrong. */
  readonly outcome: number | 'hang' | 'reset' | 'resetBefore' | 'accept_then_reset';
}

export interface FakeServer {
  /** `http://127.0.0.1:PORT/PLACE` */
  readonly url: string;
  /** Every request in the order of arrival, with its path below {@link url}. */
  readonly history: Exchange[];
  /** What the real service would never be sent by a correct client. */
  readonly violations: string[];
  /** The next requests fail, one failure each. */
  fail(...failures: Failure[]): void;
  /** Throws where anything unexpected or invalid came in, or a scripted failure was left over. */
  assertClean(): void;
  close(): Promise<void>;
}

export interface FakeHandler {
  /** Which failures meet this request: a key for which `failFor` was called. */
  kind?(request: { readonly method: string; readonly path: string }): string;
  /** Does what is asked and says what the real one would say. */
  answer(request: FakeRequest, violations: string[]): FakeAnswer;
}

interface State {
  readonly place: string;
  readonly handler: FakeHandler;
  readonly history: Exchange[];
  readonly violations: string[];
  readonly failures: Map<string, Failure[]>;
}

const ANY = '*';

/**
 * A real HTTP server on a free port of 127.0.0.1. Child processes can use it by its `url`.
 *
 * The port may have been somebody else's a moment ago, and whoever sent there may do so still. Therefore each server has a
 * `place` of its own, a path that nobody else knows: what is asked beside it is answered 404, and counts for nothing here.
 */
export async function startFakeServer(
  handler: FakeHandler,
  place: string = `/${randomUUID()}`,
): Promise<FakeServer & { failFor(kind: string, ...failures: Failure[]): void }> {
  const state: State = { place, handler, history: [], violations: [], failures: new Map() };
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    serve(state, request, response).catch((error: unknown) => {
      // A client that goes away in the middle of its request is no mistake of the fake.
      if (!request.destroyed || request.complete) state.violations.push(`the fake itself failed: ${String(error)}`);
      response.destroy();
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const failFor = (kind: string, ...failures: Failure[]): void => {
    state.failures.set(kind, [...(state.failures.get(kind) ?? []), ...failures]);
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${place}`,
    history: state.history,
    violations: state.violations,
    failFor,
    fail: (...failures) => failFor(ANY, ...failures),
    assertClean: () => assertClean(state),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function assertClean({ violations, failures }: State): void {
  const left = [...failures.values()].flat().length;
  const problems = left > 0 ? [...violations, `${left} scripted failures were not met`] : violations;
  if (problems.length > 0) throw new Error(`the fake was used wrongly:\n${problems.join('\n')}`);
}

async function serve(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const asked = request.url ?? '';
  if (!asked.startsWith(`${state.place}/`)) {
    request.resume();
    await send(response, { status: 404, body: 'nobody here has this address' });
    return;
  }
  const head = { method: request.method ?? '', path: asked.slice(state.place.length), headers: request.headers };
  const queue = [state.failures.get(state.handler.kind?.(head) ?? ANY), state.failures.get(ANY)].find((found) => found?.length);
  const failure = queue?.shift();
  if (failure === 'resetBefore') {
    state.history.push({ ...head, body: '', raw: Buffer.alloc(0), outcome: failure });
    request.socket.resetAndDestroy();
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const raw = Buffer.concat(chunks);
  const full: FakeRequest = { ...head, body: raw.toString('utf8'), raw };
  if (failure === 'hang' || failure === 'reset') {
    state.history.push({ ...full, outcome: failure });
    if (failure === 'reset') request.socket.resetAndDestroy();
    return;
  }
  const scripted = typeof failure === 'object' && !('delayMs' in failure) ? scriptedAnswer(failure) : null;
  const acts = scripted === null || (typeof failure === 'object' && 'takesEffect' in failure && failure.takesEffect === true);
  const real = acts ? state.handler.answer(full, state.violations) : null;
  const answer = scripted ?? real ?? { status: 500, body: '' };
  state.history.push({ ...full, outcome: failure === 'accept_then_reset' ? failure : answer.status });
  if (failure === 'accept_then_reset') {
    request.socket.resetAndDestroy();
    return;
  }
  if (typeof failure === 'object' && 'delayMs' in failure) await sleep(failure.delayMs);
  await send(response, answer);
}

function scriptedAnswer(failure: Exclude<Failure, string | { delayMs: number }>): FakeAnswer {
  if ('html' in failure) {
    const body = `<html><head><title>${failure.html}</title></head><body><h1>Bad day at the proxy</h1></body></html>`;
    return { status: failure.html, body, headers: { 'Content-Type': 'text/html' } };
  }
  const { status, body = '', headers = {}, chunks } = failure;
  return { status, body, headers, ...(chunks && { chunks }) };
}

async function send(response: ServerResponse, { status, body, chunks, headers }: FakeAnswer): Promise<void> {
  if (chunks) {
    response.writeHead(status, headers);
    // Whoever reads may have had enough.
    return pipeline(Readable.from(chunks(), { objectMode: true, highWaterMark: 1 }), response).catch(() => {});
  }
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': typeof body === 'string' ? 'text/plain' : 'application/json',
    'Content-Length': Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
}
