import type { Instant } from '../alert/timestamp.ts';
import type { ArmedUrgency, Incident, Sign } from '../incident/incident.ts';
import { AWAKE_MS } from './awake.ts';
import { BOUNDS } from './bounds.ts';
import type { Policy } from './compilePolicy.ts';
import { firingNow, isKeptQuiet } from './firingNow.ts';
import { givenOnlyBy } from './givenOnlyBy.ts';
import { lookAgain } from './lookAgain.ts';
import { mayHide } from './mayHide.ts';
import type { Opinion } from './noise/rule.ts';
import { signOf } from './signOf.ts';
import type { Workspace } from './workspace.ts';

/** What counts now for the rules that wait for more signs. */
export interface Standing {
  readonly signs: readonly Sign[];
  readonly armed: readonly ArmedUrgency[];
}

/** Nobody is to hear of it, so that it is no sign of trouble either. */
const IS_NO_SIGN: ReadonlySet<string> = new Set(['silence', 'maintenance']);

/**
 * The signs of an incident, and its rules that wait, without those that only alerts gave which a person silenced or announced since;
 * what is held in another way is a sign still, and has no say of its own. What is hidden is looked at again when that may be over.
 * Where very many fire, all signs count.
 */
export function standing(work: Workspace, incident: Incident, armed: readonly ArmedUrgency[], policy: Policy): Standing {
  const { signs } = incident;
  if (!mayHide(work, policy) || incident.firing > BOUNDS.looked) return { signs, armed };
  const firing = firingNow(work, incident, policy).map((each) => ({
    ...each,
    sign: signOf(each.episode, each.severity, policy, each.episode.receivedAt),
  }));
  lookAgainWhenFree(work, incident, firing.filter(isKeptQuiet));
  return {
    signs: signs.map((sign) =>
      givenOnlyBy(firing, sign, ({ held }) => held !== null && IS_NO_SIGN.has(held.by)) ? { ...sign, alerts: [] } : sign,
    ),
    armed: armed.filter(({ sign }) => !givenOnlyBy(firing, sign, ({ held }) => held !== null && held.by !== 'urgency')),
  };
}

/** An incident has alerts that were told and are held now: whether it is urgent is looked at again when they may be free. */
export function lookAgainWhenFree(work: Workspace, { number }: Incident, hidden: readonly { held: Opinion | null }[]): void {
  if (hidden.length === 0) return;
  lookAgain(work, 'awake', number, freeAgainAt(work.now, hidden));
}

/** When one of these may be free: a silence that is ended by hand, and a source that resolves, are found by looking now and then. */
export function freeAgainAt(now: Instant, hidden: readonly { held: Pick<Opinion, 'until'> | null }[]): Instant {
  const ends = hidden.flatMap(({ held }) => held?.until ?? []);
  return Math.max(now + 1, Math.min(now + AWAKE_MS, ...ends));
}
