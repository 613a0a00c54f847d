/** Callers that wait until their entry is decided. */
export class Decided {
  private readonly waiting = new Map<string, Set<() => void>>();

  /** The engine, here or on another replica, has decided these entries. */
  announce(ids: Iterable<string>): void {
    if (this.waiting.size === 0) return;
    for (const id of ids) {
      for (const wake of this.waiting.get(id) ?? []) wake();
      this.waiting.delete(id);
    }
  }

  /**
   * True once the entry is decided, false after `timeoutMs`. `check` asks the database: the net below announcements that got
   * lost, tried every 200 ms.
   */
  async wait(id: string, timeoutMs: number, check: () => Promise<boolean>): Promise<boolean> {
    let announced = false;
    let wake = (): void => {};
    const heard = (): void => {
      announced = true;
      wake();
    };
    const set = this.waiting.get(id) ?? new Set();
    this.waiting.set(id, set.add(heard));
    try {
      for (let left = timeoutMs; left > 0 && !announced; left -= 200) {
        if (await check()) return true;
        if (announced) break;
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, Math.min(200, left));
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      return announced || (await check());
    } finally {
      set.delete(heard);
      if (set.size === 0) this.waiting.delete(id);
    }
  }
}
