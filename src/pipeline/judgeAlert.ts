import type { Episode } from '../alert/alert.ts';
import type { Severity } from '../alert/severity.ts';
import type { Judged } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { hasSecondSign } from './hasSecondSign.ts';
import { judgement } from './judgement.ts';
import { subjectOf } from './subjectOf.ts';
import type { Workspace } from './workspace.ts';

/** What the rules and the routing tree say of one alert that fires now, by what the batch knows. */
export function judgeAlert(work: Workspace, episode: Episode, severity: Severity, policy: Policy): Judged {
  const judged = judgement(episode, severity, {
    now: work.now,
    policy,
    memory: work.memory,
    silenceOf: (labels, as, now, except) => work.silences.hides(labels, as, now, policy.timeIntervals, except),
    subjectOf: (labels, as) => subjectOf(labels, as, policy),
    hasSecondSign: (withinMs, ofOtherName) => hasSecondSign(work, episode, severity, policy, { withinMs, ofOtherName }),
  });
  for (const failure of judged.basis?.failed ?? []) work.failures.note(episode, failure);
  const route: Judged['route'] = (urgency) => {
    const routed = judged.route(urgency);
    if (routed.failed) work.failures.note(episode, routed.failed);
    return routed;
  };
  return { ...judged, route };
}
