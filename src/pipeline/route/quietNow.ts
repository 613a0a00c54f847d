import type { Instant } from '../../alert/timestamp.ts';
import type { Urgency } from '../../incident/incident.ts';
import type { Policy } from '../compilePolicy.ts';
import type { CompiledRoute } from './compileRoute.ts';
import { mutedNow } from './mutedNow.ts';

const NOBODY: ReadonlySet<string> = new Set();
const WITH_HOURS = new WeakMap<CompiledRoute, readonly CompiledRoute[]>();

/** The targets that some route tells nothing at this hour of what is this urgent. Another one may tell them. Fails open, as the walk of the tree does. */
export function quietNow({ route, receivers }: Policy, urgency: Urgency, now: Instant): ReadonlySet<string> {
  try {
    const known = WITH_HOURS.get(route) ?? withHours(route);
    WITH_HOURS.set(route, known);
    const quiet = known.filter((node) => mutedNow(node, now)).flatMap(({ receiver }) => receivers.get(receiver)?.targets ?? []);
    return quiet.length === 0 ? NOBODY : new Set(quiet.flatMap(({ id, urgencies }) => (urgencies.includes(urgency) ? [id] : [])));
  } catch {
    return NOBODY;
  }
}

function withHours(node: CompiledRoute): CompiledRoute[] {
  const own = node.mute.length > 0 || node.active.length > 0 ? [node] : [];
  return [...own, ...node.routes.flatMap(withHours)];
}
