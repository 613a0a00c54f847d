import { alertName, type Episode } from '../alert/alert.ts';
import { labelValue } from '../alert/labels.ts';

const SHOWN = 5;

/** `HighLatency (instance=web-1), … and 7 more`. */
export function listAlerts(episodes: readonly Episode[]): string {
  const shown = episodes.slice(0, SHOWN).map((episode) => {
    const where = ['instance', 'pod', 'host', 'service', 'job'].find((name) => labelValue(episode.labels, name) !== '');
    return where ? `${alertName(episode.labels)} (${where}=${labelValue(episode.labels, where)})` : alertName(episode.labels);
  });
  const more = episodes.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
