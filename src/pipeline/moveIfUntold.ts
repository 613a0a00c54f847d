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
import { type Moved, moveAlong } from './moveAlong.ts';
import type { Workspace } from './workspace.ts';

interface Move {
  readonly joined: Related;
  /** What goes there with it. */
  readonly moved: readonly Moved[];
}

/**
 * An alert that was held until now, in an incident that nobody has been told of or woken by, goes to what it turns out to hang
 * together with. Answers where; null: it stays. The episode is the caller's, and nothing holds it.
 */
export function moveIfUntold(
  work: Workspace,
  arriving: Pick<Arriving, 'episode' | 'sign' | 'severity'>,
  from: Incident,
  policy: Policy,
): Move | null {
  if (from.alarm || from.waiting > 0) return null;
  const { joins: joined, also } = betterPlace(work, arriving, policy);
  const isRise = from.urgency === 'low' && joined?.incident.urgency === 'high';
  if (!joined || (from.notifiedAt !== null && !isRise)) return null;
  const { episode } = arriving;
  const { incident: to } = joined;
  const isOfStorm = joined.by === 'storm';
  noteTopics(work, arriving, to, policy, isOfStorm ? {} : { left: from.number });
  from.firing -= 1;
  endSign(from, alertKey(episode));
  to.firing += 1;
  work.touch(to);
  episode.incident = to.number;
  work.putEpisode(episode);
  const moved = isOfStorm ? [] : [...moveAlong(work, from, to, policy)];
  closeIfLeft(work, from, to, policy);
  moved.push(...gatherLinked(work, to, also, policy));
  return { joined, moved };
}
