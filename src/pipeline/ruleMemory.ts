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
  private readonly known: Pick<ReadonlyMap<string, unknown>, 'get'>;
  /** Null: forgotten. */
  private readonly changed = new Map<string, unknown>();
  private readonly isFaded: (key: string, value: unknown) => boolean;

  /** `isFaded`: what is not recalled any more, though its row is still there. */
  constructor(
    known: readonly Remembered[] | Pick<ReadonlyMap<string, unknown>, 'get'>,
    isFaded: (key: string, value: unknown) => boolean = () => false,
  ) {
    this.known = 'get' in known ? known : new Map(known.map(({ key, value }) => [key, value]));
    this.isFaded = isFaded;
  }

  recall<T>(key: MemoryKey<T>): T | null {
    const changed = this.changed.size === 0 ? undefined : this.changed.get(key);
    const value = (changed === undefined ? this.known.get(key) : changed) ?? null;
    return value === null || this.isFaded(key, value) ? null : (value as T);
  }

  /** Null forgets. The value is kept as it is: give a new one at each change. */
  remember<T>(key: MemoryKey<T>, value: T | null): void {
    this.changed.set(key, value);
  }

  /** Whether what is recalled was remembered in this batch: nobody outside of it has seen that value yet. */
  isFresh(key: string): boolean {
    return (this.changed.get(key) ?? null) !== null;
  }

  get remembered(): Remembered[] {
    const rows: Remembered[] = [];
    for (const [key, value] of this.changed) if (value !== null) rows.push({ key, value });
    return rows;
  }

  get forgotten(): string[] {
    const keys: string[] = [];
    for (const [key, value] of this.changed) if (value === null) keys.push(key);
    return keys;
  }
}
