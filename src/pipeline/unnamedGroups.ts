import type { Episode } from '../alert/alert.ts';
import { labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import type { Policy } from './compilePolicy.ts';
import type { Timer } from './decision.ts';
import { groupOfEpisode } from './group/groupOfEpisode.ts';

/** The groups that only a due timer brings up: of heartbeats that may be missing, and of episodes of no incident yet. */
export function unnamedGroups(episodes: readonly Episode[], due: readonly Timer[], policy: Policy): string[] {
  const missing = due.filter(({ kind }) => kind === 'heartbeat').map(({ key }) => key);
  if (!due.some((timer) => timer.kind === 'late_firing' && timer.incident === null)) return missing;
  const late = episodes
    .filter((episode) => episode.incident === null)
    .map((episode) => {
      const severity = severityOf(labelValue(episode.labels, 'severity'), policy.severities);
      return groupOfEpisode(episode, severity, null, policy).key;
    });
  return [...missing, ...late];
}
