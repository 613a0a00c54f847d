import type { Episode } from '../alert/alert.ts';
import type { Severity } from '../alert/severity.ts';
import type { Judged } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { identify } from './group/identify.ts';
import { hasSecondSign } from './hasSecondSign.ts';
import { noise } from './noise/noise.ts';
import type { Opinion } from './noise/rule.ts';
import { chooseTargets } from './route/chooseTargets.ts';
import type { Mute } from './route/mutedNow.ts';
import type { Workspace } from './workspace.ts';

/** What the rules and the routing tree say of one alert that fires now. */
export function judgeAlert(work: Workspace, episode: Episode, severity: Severity, policy: Policy): Judged {
  const { held, failures } = noise(episode, severity, {
    now: work.now,
    policy,
    memory: work.memory,
    subject: () => identify(episode.labels, severity, policy.known),
    hasSecondSign: (withinMs) => hasSecondSign(work, episode, severity, policy, withinMs),
  });
  const { targets, muted, because } = chooseTargets(episode.labels, severity, policy, work.now);
  const reason = failures.length > 0 ? `${because}; ${failures.join('; ')}, which holds nothing back` : because;
  return { held: held ?? muteAll(targets, muted), targets, muted, because: reason };
}

/** Every receiver that takes it is told nothing at this hour. */
function muteAll(targets: readonly string[], muted: Mute | null): Opinion | null {
  if (targets.length > 0 || !muted) return null;
  const { until, because } = muted;
  // What ends at the same moment is judged again together.
  return { do: 'suppress', by: 'mute_time', key: `mute_time:${until ?? 'never'}`, until, because };
}
