import type { Incident } from '../incident/incident.ts';
import type { Policy } from './compilePolicy.ts';
import { type FiringAlert, firingNow, isFree } from './firingNow.ts';
import { mayHide } from './mayHide.ts';
import type { Opinion } from './noise/rule.ts';
import type { Workspace } from './workspace.ts';

/** What a digest may tell of an incident now. */
export type Digestible =
  /** Something of it fires, and the receiver may hear of it. */
  | { readonly is: 'firing' }
  /** What fires of it is held by now, or it is not the receiver's hour: it is owed when that ends. */
  | { readonly is: 'hidden'; readonly hidden: readonly { readonly held: Pick<Opinion, 'until'> | null }[] }
  | { readonly is: 'over' };

export function digestible(work: Workspace, incident: Incident, receiver: string, policy: Policy): Digestible {
  const { status, firing, held, urgency } = incident;
  if (status === 'resolved' || firing === 0) return { is: 'over' };
  if (firing > held && !mayHide(work, policy)) return { is: 'firing' };
  const all = firingNow(work, incident, policy);
  const ids = new Set((policy.receivers.get(receiver)?.targets ?? []).map(({ id }) => id));
  const mute = (each: FiringAlert) => {
    const { targets, muted } = each.route(urgency);
    const isMuted = !targets.some((id) => ids.has(id)) && muted?.targets.some((id) => ids.has(id));
    return isMuted ? [{ held: { until: muted?.until ?? null } }] : [];
  };
  const free = all.filter(isFree);
  const muted = free.flatMap(mute);
  if (free.length > muted.length || all.length === 0) return { is: 'firing' };
  return { is: 'hidden', hidden: [...all, ...muted] };
}
