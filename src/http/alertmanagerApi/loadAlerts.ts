import { readEveryFiring } from '../../store/readEveryFiring.ts';
import { readLiveSilences } from '../../store/readSilences.ts';
import { compiledPolicy } from '../compiledPolicy.ts';
import type { HttpDeps } from '../deps.ts';
import { describeAlerts, type ShownAlert } from './describeAlerts.ts';

/** Everything that fires, by fingerprint. */
export async function loadAlerts(deps: HttpDeps): Promise<ShownAlert[]> {
  const [rows, silences] = await Promise.all([readEveryFiring(deps.db), readLiveSilences(deps.db)]);
  return describeAlerts(rows, { policy: compiledPolicy(deps.policy()), now: deps.clock.now(), silences });
}
