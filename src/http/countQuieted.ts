import { labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import { type Silence, silenceState } from '../silence/silence.ts';
import { readToldFiring } from '../store/readToldFiring.ts';
import { compiledPolicy } from './compiledPolicy.ts';
import type { HttpDeps } from './deps.ts';
import { silencersOf } from './silencersOf.ts';

/** Of what was told already and fires: by a silence's id, how many alerts it keeps from being told again now. */
export async function countQuieted(
  { db, policy, clock }: Pick<HttpDeps, 'db' | 'policy' | 'clock'>,
  silences: readonly Silence[],
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  const now = clock.now();
  const active = silences.filter((silence) => silenceState(silence, now) === 'active');
  if (active.length === 0) return counts;
  const { severities, timeIntervals } = compiledPolicy(policy());
  const silencers = silencersOf(active, timeIntervals, now);
  for await (const { labels } of readToldFiring(db)) {
    const severity = severityOf(labelValue(labels, 'severity'), severities);
    for (const id of silencers(labels, severity)) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}
