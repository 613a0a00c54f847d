/** Which keys stand under a value: an index of a map that is kept by hand. */
export class KeyIndex<V> {
  private readonly sets = new Map<V, Set<string>>();

  add(value: V, key: string): void {
    const set = this.sets.get(value);
    if (set) set.add(key);
    else this.sets.set(value, new Set([key]));
  }

  remove(value: V, key: string): void {
    const set = this.sets.get(value);
    if (set?.delete(key) && set.size === 0) this.sets.delete(value);
  }

  under(value: V): ReadonlySet<string> {
    return this.sets.get(value) ?? NONE;
  }

  /** Every key under any value. */
  *all(): Generator<string> {
    for (const set of this.sets.values()) yield* set;
  }
}

const NONE: ReadonlySet<string> = new Set();
