/** NOTIFY is for whoever sleeps: under load one every few milliseconds says as much as one a commit, for a tenth of the cost. */
const APART_MS = 10;

/** Calls `send` at once, and while that is under way or just over, once more for all calls in between. */
export class Nudge {
  private readonly send: () => Promise<void>;
  private state: 'idle' | 'busy' | 'again' = 'idle';

  constructor(send: () => Promise<void>) {
    this.send = send;
  }

  give(): void {
    if (this.state !== 'idle') this.state = 'again';
    else void this.run();
  }

  private async run(): Promise<void> {
    do {
      this.state = 'busy';
      await this.send().catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, APART_MS));
    } while (this.isWanted());
    this.state = 'idle';
  }

  private isWanted(): boolean {
    return this.state === 'again';
  }
}
