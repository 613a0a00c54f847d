import { isAscii, isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { Context } from 'hono';
import { TocsinError } from '../../errors.ts';
import type { HttpEnv } from '../httpEnv.ts';

/** What a body may weigh, and who is told of its bytes as they come. */
export interface BodyRule {
  readonly maxBytes: number;
  /** Called with each chunk's size before it is kept; may throw. */
  onBytes(bytes: number): void;
}

/**
 * A request's body as text.
 * @throws TocsinError `too_large` as soon as it is one byte over, `bad_request` when it is not UTF-8 or was cut off
 */
export async function readBody(c: Context<HttpEnv>, rule: BodyRule): Promise<string> {
  const { incoming } = c.env;
  const reading = new Reading(rule);
  const bytes = incoming ? await fromNode(incoming, reading) : await fromWeb(c.req.raw.body, reading);
  // V8 makes a one-byte string of latin1, which is cheaper to make and to parse.
  if (isAscii(bytes)) return bytes.toString('latin1');
  if (!isUtf8(bytes)) throw new TocsinError('bad_request', 'The body is not UTF-8.');
  return bytes.toString('utf8');
}

/** The answer to a body that is longer than `maxBytes`. */
export function tooLarge(maxBytes: number): TocsinError {
  return new TocsinError(
    'too_large',
    `The body is longer than ${maxBytes} bytes (\`server.max_body\`). Raise it, or set max_alerts in the webhook_config that sends it.`,
  );
}

class Reading {
  resolve: ((bytes: Buffer) => void) | undefined;
  reject: ((error: unknown) => void) | undefined;
  readonly #rule: BodyRule;
  readonly #chunks: Buffer[] = [];
  #size = 0;

  constructor(rule: BodyRule) {
    this.#rule = rule;
  }

  add(chunk: Buffer): void {
    if (this.#size + chunk.length > this.#rule.maxBytes) throw tooLarge(this.#rule.maxBytes);
    this.#rule.onBytes(chunk.length);
    this.#size += chunk.length;
    this.#chunks.push(chunk);
  }

  whole(): Buffer {
    return this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks, this.#size);
  }
}

async function fromWeb(body: ReadableStream<Uint8Array> | null, reading: Reading): Promise<Buffer> {
  if (body) for await (const chunk of body) reading.add(Buffer.from(chunk));
  return reading.whole();
}

const READING = Symbol('reading');
type Read = IncomingMessage & { [READING]?: Reading };

/**
 * Reads Node's own stream: the web stream in front of it costs several times as much. The listeners are functions of the
 * module, not made anew for every request.
 */
function fromNode(incoming: Read, reading: Reading): Promise<Buffer> {
  incoming[READING] = reading;
  return new Promise((resolve, reject) => {
    reading.resolve = resolve;
    reading.reject = reject;
    incoming.on('data', onData).on('end', onEnd).on('error', onCut).on('close', onCut);
    if (incoming.destroyed) onCut.call(incoming);
  });
}

function stop(incoming: Read): void {
  incoming.off('data', onData).off('end', onEnd).off('error', onCut).off('close', onCut);
}

function onData(this: Read, chunk: Buffer): void {
  try {
    this[READING]?.add(chunk);
  } catch (error) {
    stop(this);
    this.pause();
    this[READING]?.reject?.(error);
  }
}

function onEnd(this: Read): void {
  stop(this);
  const reading = this[READING];
  reading?.resolve?.(reading.whole());
}

function onCut(this: Read): void {
  stop(this);
  this[READING]?.reject?.(new TocsinError('bad_request', 'The connection ended before the body did.'));
}
