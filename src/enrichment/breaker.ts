/** Troubles in a row until a source is left alone. */
const TROUBLES = 3;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

interface State {
  troubles: number;
  /** By the monotonic clock; null: it may be asked. */
  pausedUntil: number | null;
  pauseMs: number;
  /** Somebody tries it, for all. */
  isTried: boolean;
}

/** Leaves sources alone that are in trouble: after a pause one question tries them, and its answer counts for all. */
export class Breaker {
  private readonly sources = new Map<string, State>();

  /** Milliseconds until it may be asked; null: now. `now` is monotonic. */
  pauseOf(source: string, now: number): number | null {
    const state = this.sources.get(source);
    if (!state || state.pausedUntil === null) return null;
    if (now < state.pausedUntil) return state.pausedUntil - now;
    if (state.isTried) return FIRST_PAUSE_MS;
    state.isTried = true;
    return null;
  }

  /** `trouble`: it did not answer, or not as a source that is well does. What it refuses is an answer. */
  settle(source: string, trouble: boolean, now: number): void {
    const state = this.sources.get(source) ?? { troubles: 0, pausedUntil: null, pauseMs: FIRST_PAUSE_MS, isTried: false };
    if (!trouble) {
      this.sources.delete(source);
      return;
    }
    state.troubles += 1;
    if (state.troubles >= TROUBLES) {
      const again = state.pausedUntil !== null;
      state.pauseMs = again && state.isTried ? Math.min(LONGEST_PAUSE_MS, state.pauseMs * 2) : state.pauseMs;
      state.pausedUntil = now + state.pauseMs;
    }
    state.isTried = false;
    this.sources.set(source, state);
  }
}
