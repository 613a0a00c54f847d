/** What a rule remembers under a key; plain JSON, and as small as it can be: it is read and written with the batch that needs it. */
export interface Remembered {
  readonly key: string;
  readonly value: unknown;
}

declare const shape: unique symbol;
/** A key, and the shape of what stands under it. The rule that makes the key is the only one that writes there. */
export type MemoryKey<T> = string & { readonly [shape]?: T };

/** What the rules remember, as far as the batch has loaded it (`recalls.ts` says by which keys), and what of it has changed. */
export class RuleMemory {
  private readonly values: Map<string, unknown>;
  private readonly changed = new Set<string>();
  private readonly isFaded: (row: Remembered) => boolean;

  /** `isFaded`: what is not recalled any more, though its row is still there. */
  constructor(rows: readonly Remembered[], isFaded: (row: Remembered) => boolean = () => false) {
    this.isFaded = isFaded;
    this.values = new Map(rows.map(({ key, value }) => [key, value]));
  }

  recall<T>(key: MemoryKey<T>): T | null {
    const value = this.values.get(key) ?? null;
    return value === null || this.isFaded({ key, value }) ? null : (value as T);
  }

  /** Null forgets. The value is kept as it is: give a new one at each change. */
  remember<T>(key: MemoryKey<T>, value: T | null): void {
    this.changed.add(key);
    if (value === null) this.values.delete(key);
    else this.values.set(key, value);
  }

  get remembered(): Remembered[] {
    return [...this.changed].flatMap((key) => (this.values.has(key) ? [{ key, value: this.values.get(key) }] : []));
  }

  get forgotten(): string[] {
    return [...this.changed].filter((key) => !this.values.has(key));
  }
}
