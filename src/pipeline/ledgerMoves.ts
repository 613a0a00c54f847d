import type { DecisionRow, Stamp } from './decision.ts';

/** So many alerts counted under a verdict, and the rule's word where there is one. */
export interface LedgerMove {
  readonly verdict: DecisionRow['verdict'] | 'duplicate';
  readonly by: string;
  readonly alerts: number;
}

/** What one entry added to the ledger, and what it took back because something else has become of it. */
export interface LedgerMoves {
  readonly added: readonly LedgerMove[];
  readonly revised: readonly LedgerMove[];
}

const VERDICTS: readonly (readonly [string, LedgerMove['verdict']])[] = [
  ['notified', 'notify'],
  ['joined', 'join'],
  ['deferred', 'defer'],
  ['resolved', 'resolve'],
  ['duplicate', 'duplicate'],
];
const SUPPRESSED = 'suppressed.';

/**
 * A stamp's counts as numbers that only rise. `rows` are the decisions of its entry: they say what joined or put off the alerts, for
 * which the ledger has one word each. Added less revised is the ledger, for each verdict, and for each word of what suppressed.
 */
export function ledgerMoves(
  { counts }: Pick<Stamp, 'counts'>,
  rows: readonly Pick<DecisionRow, 'verdict' | 'reason'>[],
): LedgerMoves {
  const added: LedgerMove[] = [];
  const revised: LedgerMove[] = [];
  const move = (verdict: LedgerMove['verdict'], by: string, alerts: number): void => {
    if (alerts > 0) added.push({ verdict, by, alerts });
    if (alerts < 0) revised.push({ verdict, by, alerts: -alerts });
  };
  for (const [word, verdict] of VERDICTS) {
    const named = verdict === 'join' || verdict === 'defer' ? rows.filter((row) => row.verdict === verdict) : [];
    for (const { reason } of named) move(verdict, reason, 1);
    move(verdict, '', (counts[word] ?? 0) - named.length);
  }
  for (const [word, alerts] of Object.entries(counts))
    if (word.startsWith(SUPPRESSED)) move('suppress', word.slice(SUPPRESSED.length), alerts);
  return { added, revised };
}
