/** A bell: whoever waits is woken by the next ring, or after a time. A ring that nobody waits for is kept. */
export class Wake {
  private rung = false;
  private waiting: (() => void) | null = null;

  ring(): void {
    this.rung = true;
    this.waiting?.();
  }

  /** Resolves at the next ring, at once if it has rung since the last wait, else after `ms`. */
  wait(ms: number): Promise<void> {
    if (this.rung) {
      this.rung = false;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.waiting = null;
        this.rung = false;
        resolve();
      };
      const timer = setTimeout(done, Math.max(0, Math.min(ms, 2 ** 31 - 1)));
      this.waiting = done;
    });
  }
}
