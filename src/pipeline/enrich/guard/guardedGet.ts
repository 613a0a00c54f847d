import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { SourceError } from '../sourceError.ts';
import type { Limits } from '../subject.ts';
import type { AllowList } from './allowList.ts';
import { guardedLookup, type Resolve, type ResolvedAddress, systemResolve } from './guardedLookup.ts';
import { GuardRefusal } from './guardRefusal.ts';
import { readTarget, type Target } from './readTarget.ts';

export interface GuardedAnswer {
  readonly status: number;
  /** Where the answer came from, after the redirects. */
  readonly url: URL;
  /** Each redirect that was followed, with the address that it led to. */
  readonly redirects: readonly { readonly status: number; readonly to: string }[];
  readonly contentType: string;
  /** Empty where it is packed or was not wanted. */
  readonly text: string;
  /** There was more than was read, or it could not be read. */
  readonly isCut: boolean;
}

export interface GuardedOptions extends Limits {
  readonly allow: AllowList;
  readonly resolve?: Resolve;
  /** Asked now and then as the text comes in: whether that is enough of it. */
  readonly isEnough?: (text: string) => boolean;
}

const MOST_REDIRECTS = 3;
const MOST_BYTES = 256 * 1024;
const LOOK_EVERY = 16 * 1024;
const REDIRECTS = [301, 302, 303, 307, 308];
const HEADERS = {
  'User-Agent': 'tocsin-link-check',
  Accept: 'text/html, text/*;q=0.9, */*;q=0.5',
  'Accept-Encoding': 'identity',
};

/**
 * GETs an address that somebody else wrote, such as one out of an alert. Each step, redirects included, goes by the same rules
 * (`readTarget.ts`, `addressFault.ts`), resolves once and connects to one of exactly those addresses. No cookies, no credentials, no proxy,
 * three redirects, 256 KiB. `timeoutMs` is for everything together.
 * @throws GuardRefusal where the rules refuse it; `SourceError` where no answer came
 */
export async function guardedGet(text: string, options: GuardedOptions): Promise<GuardedAnswer> {
  const { allow, resolve = systemResolve, timeoutMs } = options;
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(timeoutMs)]);
  const redirects: { status: number; to: string }[] = [];
  let target = readTarget(text, allow);
  for (;;) {
    try {
      const addresses = await until(signal, guardedLookup(target, allow, resolve));
      const answer = await ask(target, addresses, signal);
      const to = redirectOf(answer, target.url);
      if (to === null) return { ...(await readAnswer(answer, target.url, options, signal)), redirects };
      answer.destroy();
      if (redirects.length === MOST_REDIRECTS) throw new SourceError(`redirects more than ${MOST_REDIRECTS} times`, 'refused');
      target = redirected(to, allow);
      redirects.push({ status: answer.statusCode ?? 0, to });
    } catch (error) {
      if (error instanceof GuardRefusal || error instanceof SourceError) throw error;
      if (signal.aborted) throw new SourceError(`did not answer within ${timeoutMs / 1000} s`, 'timeout', error);
      throw new SourceError(`cannot be reached (${codeOf(error)})`, 'unreachable', error);
    }
  }
}

function redirected(to: string, allow: AllowList): Target {
  try {
    return readTarget(to, allow);
  } catch (error) {
    throw error instanceof GuardRefusal ? new GuardRefusal(`it redirects elsewhere: ${error.message}`) : error;
  }
}

/** Where it redirects to, whole; null where it does not. The place in the page goes along, as in browsers. */
function redirectOf(answer: IncomingMessage, from: URL): string | null {
  const { location } = answer.headers;
  if (location === undefined || !REDIRECTS.includes(answer.statusCode ?? 0)) return null;
  // What the URL parser would forgive is not forgiven here: `\` and blanks go to the rules as they are.
  if (/^[a-z][a-z0-9+.-]*:/i.test(location) || /[\s\\]/.test(location) || !URL.canParse(location, from.href)) return location;
  const to = new URL(location, from);
  if (to.hash === '') to.hash = from.hash;
  return to.href;
}

function ask({ url }: Target, addresses: readonly ResolvedAddress[], signal: AbortSignal): Promise<IncomingMessage> {
  const pinned: LookupFunction = (_, { all, family }, done) => {
    const fitting = addresses.filter((each) => family === undefined || family === 0 || family === each.family);
    const [first] = fitting;
    if (!first) done(Object.assign(new Error('no address of this family'), { code: 'ENOTFOUND' }), []);
    else if (all)
      done(
        null,
        fitting.map((each) => ({ ...each })),
      );
    else done(null, first.address, first.family);
  };
  // An agent of its own: the program's may keep connections, or go through a proxy that resolves for itself.
  const isHttps = url.protocol === 'https:';
  const options = { method: 'GET', headers: HEADERS, lookup: pinned, signal, maxHeaderSize: 16_384 };
  return new Promise((resolve, reject) => {
    const asked = isHttps
      ? requestHttps(url, { ...options, agent: new HttpsAgent({ keepAlive: false }) })
      : requestHttp(url, { ...options, agent: new HttpAgent({ keepAlive: false }) });
    asked.on('response', resolve).on('error', reject);
    asked.on('upgrade', (_, socket) => socket.destroy());
    asked.end();
  });
}

async function readAnswer(
  answer: IncomingMessage,
  url: URL,
  { isEnough = () => false }: GuardedOptions,
  signal: AbortSignal,
): Promise<Omit<GuardedAnswer, 'redirects'>> {
  const { 'content-type': contentType = '', 'content-encoding': packed = 'identity' } = answer.headers;
  const whole = { status: answer.statusCode ?? 0, url, contentType };
  const isText = /^\s*(?:text\/|application\/(?:xhtml|xml|json))/i.test(contentType);
  if (!isText || packed !== 'identity') {
    answer.destroy();
    return { ...whole, text: '', isCut: true };
  }
  const decoder = new TextDecoder('utf-8');
  let text = '';
  let left = MOST_BYTES;
  let looked = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    text += decoder.decode(chunk.subarray(0, left), { stream: true });
    left -= chunk.byteLength;
    // Whoever sends single bytes does not make us look through all of it for each.
    const isWorthALook = text.length - looked >= LOOK_EVERY;
    if (isWorthALook) looked = text.length;
    if (left < 0 || (isWorthALook && isEnough(text))) {
      answer.destroy();
      return { ...whole, text, isCut: true };
    }
  }
  signal.throwIfAborted();
  return { ...whole, text, isCut: false };
}

/** Resolvers cannot be stopped; what they say too late is not waited for. */
function until<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** Without the address. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.name : 'no reason given';
}
