import type { Episode } from '../../alert/alert.ts';
import type { Sign } from '../../incident/incident.ts';
import type { Policy } from '../compilePolicy.ts';
import type { Workspace } from '../workspace.ts';
import type { Arriving } from './arriving.ts';
import { openIncident } from './openIncident.ts';
import { gatheringIncident, isOn, keepsItsLane, stormAfter, stormInto, stormKey, stormText } from './storm.ts';
import type { Related } from './topic.ts';

type Gathered = Pick<Arriving, 'episode' | 'sign' | 'severity'>;

/** One more alert has begun: it counts towards a storm of its place. */
export function countTowardsStorm(work: Workspace, episode: Episode, policy: Policy): void {
  const { storm: rule } = policy;
  if (!rule) return;
  const { labels } = episode;
  work.failures.ask('storm', episode, undefined, () => {
    const key = stormKey(labels, rule);
    work.memory.remember(key, stormAfter(work.memory.recall(key), labels, work.now, rule, work.memory.isFresh(key)));
  });
}

/** What an alert is and speaks of: by these a storm knows its own. */
function touchesOf({ alertname, service, host }: Sign): string[] {
  return [
    `alertname=${alertname}`,
    ...(service === null ? [] : [`service=${service}`]),
    ...(host === null ? [] : [`host=${host}`]),
  ];
}

/** Whether an alert is of a storm: then only the storm's incident, or a new one that becomes it, can take it. */
export function isOfStorm(work: Workspace, { episode, sign, severity }: Gathered, policy: Policy): boolean {
  const { storm: rule } = policy;
  if (!rule) return false;
  return work.failures.ask('storm', episode, false, () => {
    const storm = work.memory.recall(stormKey(episode.labels, rule));
    return storm !== null && isOn(storm, work.now) && !keepsItsLane(storm, episode.labels, touchesOf(sign), severity, rule);
  });
}

/**
 * The incident that gathers what begins in its place, while it storms there. `isCounted`: the alert has had its place since before,
 * so that its own name, service and host are no news there.
 */
export function gather(work: Workspace, gathered: Gathered, policy: Policy, isCounted = false): Related | null {
  return work.failures.ask('storm', gathered.episode, null, () => gathering(work, gathered, policy, isCounted));
}

function gathering(work: Workspace, { episode, sign, severity }: Gathered, policy: Policy, isCounted: boolean): Related | null {
  const { labels } = episode;
  const { storm: rule } = policy;
  if (!rule) return null;
  const key = stormKey(labels, rule);
  const storm = work.memory.recall(key);
  const touches = isCounted ? [] : touchesOf(sign);
  if (!storm || !isOn(storm, work.now) || keepsItsLane(storm, labels, touches, severity, rule)) return null;
  const found = gatheringIncident(storm, (number) => openIncident(work, number));
  const incident = found && work.incident(found.number);
  if (!incident) return null;
  if (storm.incident !== incident.number) work.memory.remember(key, { ...storm, incident: incident.number });
  return { incident, by: 'storm', because: stormText(storm, rule) };
}

/** The alert went into this incident, which gathers the others if it storms. */
export function wentInto(work: Workspace, episode: Episode, sign: Sign, incident: number, policy: Policy): void {
  const { storm: rule } = policy;
  if (!rule) return;
  work.failures.ask('storm', episode, undefined, () => {
    const key = stormKey(episode.labels, rule);
    const storm = work.memory.recall(key);
    if (storm) work.memory.remember(key, stormInto(storm, incident, touchesOf(sign)));
  });
}
