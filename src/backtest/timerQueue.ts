import type { Instant } from '../alert/timestamp.ts';
import type { Timer } from '../pipeline/decision.ts';

/**
 * Timers by key, and by (due time, key), the order in which they fire. A heap whose stale entries (replaced or cleared timers)
 * are dropped when they come up.
 */
export class TimerQueue {
  private readonly byKey = new Map<string, Timer>();
  private heap: Timer[] = [];

  set(timer: Timer): void {
    this.byKey.set(timer.key, timer);
    // A timer that is set again and again, like a repeat, must not fill the heap.
    if (this.heap.length > 64 && this.heap.length > 4 * this.byKey.size) this.rebuild();
    else this.push(timer);
  }

  clear(key: string): void {
    this.byKey.delete(key);
  }

  /** Adds to the due time of all that `moves`. */
  shift(byMs: number, moves: (timer: Timer) => boolean): void {
    for (const timer of this.byKey.values()) if (moves(timer)) this.byKey.set(timer.key, { ...timer, dueAt: timer.dueAt + byMs });
    this.rebuild();
  }

  nextDue(): Instant | null {
    return this.first()?.dueAt ?? null;
  }

  /** Those due at or before `until`, in order, at most `limit`. They stay. */
  due(until: Instant, limit: number): Timer[] {
    const found: Timer[] = [];
    for (let timer = this.first(); timer && timer.dueAt <= until && found.length < limit; timer = this.first()) {
      found.push(timer);
      this.pop();
    }
    for (const timer of found) this.push(timer);
    return found;
  }

  all(): Timer[] {
    return [...this.byKey.values()];
  }

  private first(): Timer | null {
    for (let top = this.heap[0]; top; top = this.heap[0]) {
      if (this.byKey.get(top.key) === top) return top;
      this.pop();
    }
    return null;
  }

  private rebuild(): void {
    // What is sorted is a heap.
    this.heap = this.all().sort((a, b) => (isBefore(a, b) ? -1 : 1));
  }

  private push(timer: Timer): void {
    const { heap } = this;
    let at = heap.push(timer) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] as Timer;
      if (!isBefore(timer, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = timer;
  }

  private pop(): void {
    const { heap } = this;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      const right = heap[child + 1];
      if (right && isBefore(right, heap[child] as Timer)) child += 1;
      const lower = heap[child] as Timer;
      if (!isBefore(lower, last)) break;
      heap[at] = lower;
      at = child;
    }
    heap[at] = last;
  }
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.dueAt < b.dueAt || (a.dueAt === b.dueAt && a.key < b.key);
}
