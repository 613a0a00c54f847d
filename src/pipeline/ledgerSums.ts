/** What became of the alerts of a window: `received` is the sum of all the others where it is `balanced`. */
export interface LedgerSums {
  readonly received: number;
  readonly resolved: number;
  readonly duplicate: number;
  readonly notified: number;
  readonly joined: number;
  /** By the rule's word; what adds up to nothing is left out. */
  readonly suppressed: Readonly<Record<string, number>>;
  /** Less than nothing where the window decided more than it put off. */
  readonly deferred: number;
  readonly balanced: boolean;
}

/** Sorts the sums of counts (see `ledger.ts`) by what they say. A word that is none of the ledger's unbalances it. */
export function ledgerSums(sums: ReadonlyMap<string, number>): LedgerSums {
  const under = (word: string): [string, number][] =>
    [...sums]
      .filter(([key, sum]) => key.startsWith(`${word}.`) && sum !== 0)
      .map(([key, sum]) => [key.slice(word.length + 1), sum]);
  const total = (word: string): number => under(word).reduce((sum, [, each]) => sum + each, sums.get(word) ?? 0);
  const received = total('received');
  const others = [...sums].reduce((sum, [key, each]) => (key === 'received' ? sum : sum + each), 0);
  return {
    received,
    resolved: total('resolved'),
    duplicate: total('duplicate'),
    notified: total('notified'),
    joined: total('joined'),
    suppressed: Object.fromEntries(under('suppressed').sort(([a], [b]) => (a < b ? -1 : 1))),
    deferred: total('deferred'),
    balanced: received === others,
  };
}
