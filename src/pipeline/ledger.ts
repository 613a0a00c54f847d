/**
 * What became of the alerts of one entry, as numbers that add up over any window:
 * `received = resolved + duplicate + notified + joined + Σ suppressed.{by} + deferred`.
 * The unit is one alert in one accepted delivery. When a deferred alert is decided later, that entry holds
 * `deferred: -1` and its new word `+1`.
 */
export type Counts = Record<string, number>;

export type LedgerWord = 'received' | 'resolved' | 'duplicate' | 'notified' | 'joined' | 'deferred' | `suppressed.${string}`;

export function count(counts: Counts, word: LedgerWord, by = 1): void {
  if (by !== 0) counts[word] = (counts[word] ?? 0) + by;
}
