import { alertKey } from '../alert/alert.ts';
import type { Incident } from '../incident/incident.ts';
import { endSign } from '../incident/signs.ts';
import { resolve } from '../incident/transitions.ts';
import type { Policy } from './compilePolicy.ts';
import type { Arriving } from './group/arriving.ts';
import { betterPlace } from './group/place.ts';
import type { Related } from './group/topic.ts';
import { saySolved } from './saySolved.ts';
import { tell } from './tell.ts';
import type { Workspace } from './workspace.ts';

/**
 * An alert that was held until now, in an incident that nobody has been told of or woken by, goes to what it turns out to hang
 * together with. Answers where; null: it stays. The episode is the caller's, and nothing holds it.
 */
export function moveIfUntold(
  work: Workspace,
  arriving: Pick<Arriving, 'episode' | 'sign' | 'severity'>,
  from: Incident,
  policy: Policy,
): Related | null {
  if (from.alarm || from.waiting > 0) return null;
  const better = betterPlace(work, arriving, policy);
  const isRise = from.urgency === 'low' && better?.incident.urgency === 'high';
  if (!better || (from.notifiedAt !== null && !isRise)) return null;
  const { episode } = arriving;
  const { incident: to } = better;
  from.firing -= 1;
  endSign(from, alertKey(episode));
  to.firing += 1;
  work.touch(to);
  episode.incident = to.number;
  work.putEpisode(episode);
  if (from.firing > 0 || !resolve(from, 'alerts', work.now)) return better;
  saySolved(work, from, `what fired in it belongs to #${to.number}`);
  if (from.notifiedAt !== null) tell(work, from, 'resolved', `Resolved: what fired in it belongs to #${to.number}`, policy);
  return better;
}
