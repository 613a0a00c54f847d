import type { Episode } from '../alert/alert.ts';
import type { Severity } from '../alert/severity.ts';
import type { Urgency } from '../incident/incident.ts';
import type { Judged, Routed } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { noise } from './noise/noise.ts';
import type { Opinion } from './noise/rule.ts';
import { chooseTargets } from './route/chooseTargets.ts';
import { contextLabels } from './subjectOf.ts';
import type { Workspace } from './workspace.ts';

/** What the rules and the routing tree say of one alert that fires now. */
export function judgeAlert(work: Workspace, episode: Episode, severity: Severity, policy: Policy): Judged {
  const { held, failures } = noise(episode, severity, { now: work.now, policy, memory: work.memory });
  const said = new Map<Urgency, Routed>();
  const route = (urgency: Urgency): Routed => {
    const known = said.get(urgency);
    if (known) return known;
    const routed = routeAlert(episode, severity, policy, urgency, work.now);
    const because = failures.length > 0 ? `${routed.because}; ${failures.join('; ')}, which holds nothing back` : routed.because;
    said.set(urgency, { ...routed, because });
    return { ...routed, because };
  };
  return { held: held ?? muteAll(route), route };
}

/** Where an alert is told in an incident of this urgency, at this hour. */
export function routeAlert(
  { labels }: Pick<Episode, 'labels'>,
  severity: Severity,
  policy: Policy,
  urgency: Urgency,
  now: number,
): Routed {
  const read = policy.routesByContext ? contextLabels(labels, severity, policy, urgency) : labels;
  return chooseTargets(read, severity, policy, urgency, now);
}

/** Every receiver that takes it, whatever its urgency, is told nothing at this hour. */
function muteAll(route: Judged['route']): Opinion | null {
  const { targets, muted } = route('high');
  if (targets.length > 0 || !muted || route('low').targets.length > 0) return null;
  const { until, because } = muted;
  // What ends at the same moment is judged again together.
  return { do: 'suppress', by: 'mute_time', key: `mute_time:${until ?? 'never'}`, until, because };
}
