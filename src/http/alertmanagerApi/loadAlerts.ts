import { readFiring } from '../../store/readFiring.ts';
import { compiledPolicy } from '../compiledPolicy.ts';
import type { HttpDeps } from '../deps.ts';
import { describeAlerts, type ShownAlert } from './describeAlerts.ts';

/** Everything that fires, by fingerprint. */
export async function loadAlerts(deps: HttpDeps): Promise<ShownAlert[]> {
  return describeAlerts(await readFiring(deps.db), { policy: compiledPolicy(deps.policy()), now: deps.clock.now() });
}
