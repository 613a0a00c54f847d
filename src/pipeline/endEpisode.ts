import { alertKey, type Episode } from '../alert/alert.ts';
import { endSign } from '../incident/signs.ts';
import type { Changes } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { uncountSources } from './countSources.ts';
import { flap } from './flap.ts';
import { letGo } from './hold.ts';
import type { Workspace } from './workspace.ts';

/** The end of an episode, announced or implied; its incident is concluded with the entry. */
export function endEpisode(
  work: Workspace,
  changes: Changes,
  last: Episode,
  end: { endsAt: string | null },
  policy: Policy,
): void {
  const episode: Episode = { ...last, status: 'resolved', endsAt: end.endsAt, resolvedAt: work.now };
  letGo(work, episode, 'ended');
  uncountSources(work, episode);
  flap(work, episode, -1, policy);
  work.putEpisode(episode);
  const incident = episode.incident === null ? null : work.incident(episode.incident);
  if (!incident) return;
  incident.firing -= 1;
  incident.resolved += 1;
  endSign(incident, alertKey(episode));
  work.touch(incident);
  changes.of(incident).ended.push(episode);
}
