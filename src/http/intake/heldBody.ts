import type { AccessPolicy } from '../auth/accessPolicy.ts';
import type { InFlight } from './inFlight.ts';
import { type BodyRule, tooLarge } from './readBody.ts';

/** One body's share of the bytes in flight: what its Content-Length announces, or what has come of a chunked one. */
export class HeldBody implements BodyRule {
  readonly maxBytes: number;
  readonly #inFlight: InFlight;
  readonly #maxInFlight: number;
  readonly #announced: boolean;
  #bytes = 0;

  /** @throws TocsinError `too_large` or `unavailable` when what is announced does not fit */
  constructor(inFlight: InFlight, policy: AccessPolicy, contentLength: string | undefined) {
    this.maxBytes = policy.maxBody;
    this.#inFlight = inFlight;
    this.#maxInFlight = policy.maxInFlight;
    this.#announced = contentLength !== undefined;
    if (contentLength === undefined) return;
    const bytes = Number(contentLength);
    if (bytes > policy.maxBody) throw tooLarge(policy.maxBody);
    this.#take(bytes);
  }

  onBytes(bytes: number): void {
    if (!this.#announced) this.#take(bytes);
  }

  release(): void {
    this.#inFlight.giveBack(this.#bytes);
    this.#bytes = 0;
  }

  #take(bytes: number): void {
    this.#inFlight.take(bytes, this.#bytes, this.#maxInFlight);
    this.#bytes += bytes;
  }
}
