/** What takes no longer is read each time. */
const CHEAP_MS = 20;
/** Kept for so many times as long as it took to read: however many ask, reading it takes a twentieth of the time at most. */
const TIMES = 20;
const MOST_MS = 10_000;

/** Reads something, or, where that took long, gives what was read a moment ago. Those who ask at the same time get the same. */
export function keepBriefly<T>(read: () => Promise<T>, monotonic: () => number): () => Promise<T> {
  let kept: { readonly value: T; readonly until: number } | null = null;
  let reading: Promise<T> | null = null;
  const readAnew = async (): Promise<T> => {
    const began = monotonic();
    try {
      const value = await read();
      const ended = monotonic();
      const took = ended - began;
      kept = took < CHEAP_MS ? null : { value, until: ended + Math.min(took * TIMES, MOST_MS) };
      return value;
    } finally {
      reading = null;
    }
  };
  return async () => {
    if (kept && monotonic() < kept.until) return kept.value;
    reading ??= readAnew();
    return reading;
  };
}
