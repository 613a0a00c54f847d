/**
 * Accounts for which something in the outbox may wait: nothing new goes ahead of it. A mark that is set while the outbox is being
 * read stands until it has been read again, because what it is for may not have been seen.
 */
export class Backlog {
  private marked = new Set<string>();
  private looking = new Set<string>();

  has(account: string): boolean {
    return this.marked.has(account) || this.looking.has(account);
  }

  mark(account: string): void {
    this.marked.add(account);
  }

  /** The outbox is read from here on, but for these accounts, which take nothing now. */
  beginLooking(busy: readonly string[]): void {
    this.looking = new Set([...this.marked, ...busy]);
    this.marked = new Set();
  }

  /** Something of this account is due. */
  found(account: string): void {
    this.looking.add(account);
  }

  /** What was due has begun, but for these accounts. Without a list it is not known what has. */
  endLooking(left: Iterable<string> = this.looking): void {
    for (const account of left) this.marked.add(account);
    this.looking = new Set();
  }
}
