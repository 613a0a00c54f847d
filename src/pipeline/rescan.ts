import { labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import type { Policy } from './compilePolicy.ts';
import { countSources } from './countSources.ts';
import type { Timer } from './decision.ts';
import { EVERYTHING, releaseAt } from './releaseAt.ts';
import type { Workspace } from './workspace.ts';

/** The inhibit rules are other ones: everything that fires is counted by them, in bites, and then what is held is judged again. */
export function rescan(work: Workspace, timer: Timer, policy: Policy): void {
  const bite = work.takeBite(timer);
  if (!bite) return;
  for (const key of bite.alerts) {
    const known = work.episode(key);
    if (known?.status !== 'firing') continue;
    const episode = { ...known };
    countSources(work, episode, severityOf(labelValue(episode.labels, 'severity'), policy.severities), policy);
    if (episode.sources.join() !== known.sources.join()) work.putEpisode(episode);
  }
  const [integration = null, fingerprint = null] = bite.alerts.at(-1)?.split('\u001f') ?? [];
  if (bite.more) work.setTimer({ ...timer, dueAt: work.now, integration, fingerprint });
  else releaseAt(work, EVERYTHING, work.now);
}
