import { TocsinError } from '../../errors.ts';

/** Counts the bytes of bodies that are held in memory until they are committed, so that a flood is refused, not swallowed. */
export class InFlight {
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Takes room for `bytes` more of a body that holds `own` already. A body that is alone is let in whatever its size:
   * `max_body` has spoken of that.
   * @throws TocsinError `unavailable` when they do not fit beside what is held
   */
  take(bytes: number, own: number, max: number): void {
    if (this.#bytes > own && this.#bytes + bytes > max) {
      throw new TocsinError(
        'unavailable',
        `${this.#bytes} bytes of webhooks are being taken in and ${bytes} more do not fit. Send it again.`,
      );
    }
    this.#bytes += bytes;
  }

  giveBack(bytes: number): void {
    this.#bytes -= bytes;
  }
}
