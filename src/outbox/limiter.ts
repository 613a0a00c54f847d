/** A token bucket for each account on the other side, and pauses that it asked for. Times are monotonic milliseconds. */
export class Limiter {
  private readonly buckets = new Map<string, { tokens: number; at: number; pausedUntil: number; inFlight: number }>();

  private bucket(key: string, rate: Rate, now: number): { tokens: number; at: number; pausedUntil: number; inFlight: number } {
    const known = this.buckets.get(key) ?? { tokens: rate.burst, at: now, pausedUntil: 0, inFlight: 0 };
    known.tokens = Math.min(rate.burst, known.tokens + ((now - known.at) * rate.perMinute) / 60_000);
    known.at = now;
    this.buckets.set(key, known);
    return known;
  }

  /** How long until a send to this account may start, 0 for now. */
  waitMs(key: string, rate: Rate, now: number): number {
    const { tokens, pausedUntil } = this.bucket(key, rate, now);
    const forToken = tokens >= 1 ? 0 : Math.ceil(((1 - tokens) * 60_000) / rate.perMinute);
    return Math.max(forToken, pausedUntil - now, 0);
  }

  take(key: string, rate: Rate, now: number): void {
    const bucket = this.bucket(key, rate, now);
    bucket.tokens -= 1;
    bucket.inFlight += 1;
  }

  /** Undoes `take`, where nothing was sent. */
  giveBack(key: string): void {
    const bucket = this.buckets.get(key);
    if (bucket) bucket.tokens += 1;
    this.done(key);
  }

  done(key: string): void {
    const bucket = this.buckets.get(key);
    if (bucket) bucket.inFlight -= 1;
  }

  inFlight(key: string): number {
    return this.buckets.get(key)?.inFlight ?? 0;
  }

  pause(key: string, rate: Rate, now: number, ms: number): void {
    const bucket = this.bucket(key, rate, now);
    bucket.pausedUntil = Math.max(bucket.pausedUntil, now + ms);
  }
}

export interface Rate {
  readonly perMinute: number;
  readonly burst: number;
}
