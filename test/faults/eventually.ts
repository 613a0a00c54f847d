import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until `get` gives something that is neither false nor null; throws what `otherwise` says after `timeoutMs`. */
export async function eventually<T>(
  get: () => T | Promise<T>,
  otherwise: () => string,
  timeoutMs = 30_000,
): Promise<Exclude<Awaited<T>, false | null | undefined>> {
  for (const until = performance.now() + timeoutMs; performance.now() < until; ) {
    const found = await get();
    if (found !== false && found !== null && found !== undefined) return found as Exclude<Awaited<T>, false | null | undefined>;
    await sleep(20);
  }
  throw new Error(`waited ${timeoutMs / 1000} s: ${otherwise()}`);
}
