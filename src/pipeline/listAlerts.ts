import { alertName, type Episode } from '../alert/alert.ts';
import { labelValue } from '../alert/labels.ts';

const SHOWN = 5;

/** `HighLatency (instance=web-1), LinkDown ×12, … and 7 more`. */
export function listAlerts(episodes: readonly Episode[]): string {
  const counts = new Map<string, number>();
  let more = 0;
  for (const { labels } of episodes) {
    const where = ['instance', 'pod', 'host', 'service', 'job'].find((name) => labelValue(labels, name) !== '');
    const text = where ? `${alertName(labels)} (${where}=${labelValue(labels, where)})` : alertName(labels);
    const count = counts.get(text);
    if (count === undefined && counts.size === SHOWN) more += 1;
    else counts.set(text, (count ?? 0) + 1);
  }
  const shown = [...counts].map(([text, count]) => (count > 1 ? `${text} ×${count}` : text)).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}
