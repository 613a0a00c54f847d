import type { EntryContent } from '../pipeline/entry.ts';

/** So many characters of bodies are kept; then all are forgotten. */
const MOST_KEPT = 32 * 1024 * 1024;

/**
 * What webhooks said that came lately, by their very text: a heartbeat, and what a sender repeats, is written alike each time. What
 * is read from a body depends on its integration and the policy beside it.
 */
export class SaidBefore {
  private readonly contents = new Map<string, EntryContent>();
  private kept = 0;

  get(integration: string, body: string): EntryContent | undefined {
    const known = this.contents.get(body);
    return known?.kind === 'webhook' && known.integration === integration ? known : undefined;
  }

  add(body: string, content: EntryContent): void {
    if (content.kind !== 'webhook') return;
    this.kept += body.length;
    if (this.kept > MOST_KEPT) this.forget();
    this.contents.set(body, content);
  }

  forget(): void {
    this.contents.clear();
    this.kept = 0;
  }
}
