import { alertKey } from '../alert/alert.ts';
import type { Incident } from '../incident/incident.ts';
import { endSign } from '../incident/signs.ts';
import { closeIfLeft } from './closeIfLeft.ts';
import type { Policy } from './compilePolicy.ts';
import { gatherLinked } from './gatherLinked.ts';
import type { Arriving } from './group/arriving.ts';
import { noteTopics } from './group/noteTopics.ts';
import { betterPlace } from './group/place.ts';
import type { Related } from './group/topic.ts';
import { moveAlong } from './moveAlong.ts';
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
  const { joins: better, also } = betterPlace(work, arriving, policy);
  const isRise = from.urgency === 'low' && better?.incident.urgency === 'high';
  if (!better || (from.notifiedAt !== null && !isRise)) return null;
  const { episode } = arriving;
  const { incident: to } = better;
  noteTopics(work, arriving, to, policy);
  from.firing -= 1;
  endSign(from, alertKey(episode));
  to.firing += 1;
  work.touch(to);
  episode.incident = to.number;
  work.putEpisode(episode);
  if (better.by !== 'storm') moveAlong(work, from, to, policy);
  closeIfLeft(work, from, to, policy);
  gatherLinked(work, null, to, also, policy);
  return better;
}
