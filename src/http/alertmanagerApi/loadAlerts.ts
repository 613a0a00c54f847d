import { readEveryFiring } from '../../store/readEveryFiring.ts';
import { readLiveSilences } from '../../store/readSilences.ts';
import { readWithheld } from '../../store/readWithheld.ts';
import { compiledPolicy } from '../compiledPolicy.ts';
import type { HttpDeps } from '../deps.ts';
import { digestsDue } from '../digestsDue.ts';
import { describeAlerts, type ShownAlert } from './describeAlerts.ts';

/** Everything that fires, by fingerprint. */
export async function loadAlerts(deps: HttpDeps): Promise<ShownAlert[]> {
  const [rows, silences, digests] = await Promise.all([readEveryFiring(deps.db), readLiveSilences(deps.db), digestsDue(deps)]);
  const incidents = new Set(digests.flatMap((digest) => digest.incidents));
  const asked = rows.filter((row) => row.incident !== null && incidents.has(row.incident));
  const withheld = await readWithheld(deps.db, asked);
  return describeAlerts(rows, { policy: compiledPolicy(deps.policy()), now: deps.clock.now(), silences, withheld });
}
