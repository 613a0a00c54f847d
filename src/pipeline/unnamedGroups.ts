import type { Episode } from '../alert/alert.ts';
import { labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import type { Policy } from './compilePolicy.ts';
import type { Timer } from './decision.ts';
import { groupOfEpisode } from './group/groupOfEpisode.ts';

/** The groups that only a due timer brings up: of episodes of no incident yet, which no entry names. */
export function unnamedGroups(episodes: readonly Episode[], due: readonly Timer[], policy: Policy): string[] {
  if (!due.some((timer) => timer.kind === 'late_firing' && timer.incident === null)) return [];
  return episodes
    .filter((episode) => episode.incident === null)
    .map((episode) => {
      const severity = severityOf(labelValue(episode.labels, 'severity'), policy.severities);
      return groupOfEpisode(episode, severity, null, policy).key;
    });
}
