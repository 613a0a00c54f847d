import type { Labels } from './labels.ts';

/** For each label set that is at hand: of each memo the scope and the value. One weak table for all of them, because each costs. */
const NOTES = new WeakMap<Labels, unknown[]>();
let memos = 0;
/** Most questions are about the alert that the last one was about. */
let last: { labels: Labels; notes: unknown[] } | null = null;

/**
 * What was worked out from a label set, for as long as that very object is at hand. `scope` is what it depends on beside the
 * labels (a policy, a list of rules), compared by identity; of each label set the newest scope is remembered.
 */
export class LabelMemo<T extends object | string> {
  private readonly slot: number;

  constructor() {
    this.slot = 2 * memos;
    memos += 1;
  }

  get(labels: Labels, scope: object): T | undefined {
    const notes = last?.labels === labels ? last.notes : NOTES.get(labels);
    return notes?.[this.slot] === scope ? (notes[this.slot + 1] as T) : undefined;
  }

  set(labels: Labels, scope: object, value: T): T {
    let notes = last?.labels === labels ? last.notes : NOTES.get(labels);
    if (!notes) {
      notes = new Array<unknown>(2 * memos).fill(null);
      NOTES.set(labels, notes);
    }
    notes[this.slot] = scope;
    notes[this.slot + 1] = value;
    last = { labels, notes };
    return value;
  }
}
