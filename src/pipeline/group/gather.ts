import type { Episode } from '../../alert/alert.ts';
import type { Severity } from '../../alert/severity.ts';
import type { Policy } from '../compilePolicy.ts';
import type { Workspace } from '../workspace.ts';
import { openIncident } from './openIncident.ts';
import { gatheringIncident, isOn, keepsItsLane, stormAfter, stormInto, stormKey, stormText } from './storm.ts';
import type { Related } from './topic.ts';

/** One more alert has begun: it counts towards a storm of its place. */
export function countTowardsStorm(work: Workspace, { labels }: Episode, policy: Policy): void {
  const { storm: rule } = policy;
  if (!rule) return;
  const key = stormKey(labels, rule);
  work.memory.remember(key, stormAfter(work.memory.recall(key), labels, work.now, rule));
}

/** The incident that gathers what begins in its place, while it storms there. */
export function gather(work: Workspace, { labels }: Episode, severity: Severity, policy: Policy): Related | null {
  const { storm: rule } = policy;
  if (!rule) return null;
  const key = stormKey(labels, rule);
  const storm = work.memory.recall(key);
  if (!storm || !isOn(storm, work.now) || keepsItsLane(storm, labels, severity, rule)) return null;
  const incident = gatheringIncident(storm, (number) => openIncident(work, number));
  if (!incident) return null;
  if (storm.incident !== incident.number) work.memory.remember(key, { ...storm, incident: incident.number });
  return { incident, by: 'storm', because: stormText(storm, rule) };
}

/** The alert went into this incident, which gathers the others if it storms. */
export function wentInto(work: Workspace, { labels }: Episode, incident: number, policy: Policy): void {
  const { storm: rule } = policy;
  const storm = rule && work.memory.recall(stormKey(labels, rule));
  if (storm) work.memory.remember(stormKey(labels, rule), stormInto(storm, incident));
}
