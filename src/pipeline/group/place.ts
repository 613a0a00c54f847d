import { isWorse } from '../../alert/severity.ts';
import type { Incident, Urgency } from '../../incident/incident.ts';
import { raiseSeverity, reopen } from '../../incident/transitions.ts';
import type { Change, Changes } from '../change.ts';
import type { Policy } from '../compilePolicy.ts';
import { OWN_INTEGRATION } from '../policy.ts';
import type { Admission } from '../trace.ts';
import type { Workspace } from '../workspace.ts';
import type { Arriving } from './arriving.ts';
import { gather, isOfStorm } from './gather.ts';
import { newIncident } from './newIncident.ts';
import { relatedTo } from './relatedTo.ts';
import type { Related, Relations } from './topic.ts';

/** The incident that an alert goes into, and what moved it there if it is not that of its group. */
export interface Place {
  readonly change: Change;
  readonly joined: Related | null;
  readonly as: Admission;
  /** Other incidents that it hangs together with. */
  readonly also: readonly number[];
}

/**
 * The open incident of its group; that of the storm it is part of, or of what it hangs together with; the one of its group
 * resolved less than `reopen_window` ago; or a new one. What no receiver takes neither reopens nor raises what somebody was
 * told of: that would page them.
 */
export function place(work: Workspace, changes: Changes, arriving: Arriving, policy: Policy): Place {
  const { choice, severity, judged } = arriving;
  const found = work.incidentOfGroup(choice.key);
  const isTold = !judged.held && (['high', 'low'] as const).some((urgency) => judged.route(urgency).targets.length > 0);
  const { joins: joined, also } = elsewhere(work, arriving, found, policy);
  if (joined) {
    const change = changes.of(joined.incident);
    const raises = (isTold || joined.incident.notifiedAt === null) && raiseSeverity(joined.incident, severity, work.now);
    if (raises) change.raised = true;
    return { change, joined, also, as: raises ? 'raised' : 'joined' };
  }
  return { ...ofItsGroup(work, changes, arriving, found, isTold, policy), joined: null, also };
}

/** What its group was told of stays there, and what Tocsin itself says; what nobody was told of may belong to something larger. */
function elsewhere(work: Workspace, { episode, sign, severity }: Arriving, found: Incident | null, policy: Policy): Relations {
  if (episode.integration === OWN_INTEGRATION) return NOTHING;
  const isOpen = found !== null && found.status !== 'resolved';
  if (isOpen && found.notifiedAt !== null) return NOTHING;
  const storm = gather(work, { episode, sign, severity }, policy);
  if (storm) return storm.incident.number === found?.number ? NOTHING : { joins: storm, also: [] };
  if (isOpen || isOfStorm(work, { episode, sign, severity }, policy)) return NOTHING;
  return relatedTo(work, { episode, sign, severity }, policy, () => true);
}

const NOTHING: Relations = { joins: null, also: [] };

/** What an alert may move to while nobody has been told of the incident that it is in. */
export function betterPlace(
  work: Workspace,
  { episode, sign, severity }: Pick<Arriving, 'episode' | 'sign' | 'severity'>,
  policy: Policy,
): Relations {
  if (episode.integration === OWN_INTEGRATION) return NOTHING;
  const storm = gather(work, { episode, sign, severity }, policy);
  if (storm) return storm.incident.number === episode.incident ? NOTHING : { joins: storm, also: [] };
  if (isOfStorm(work, { episode, sign, severity }, policy)) return NOTHING;
  return relatedTo(work, { episode, sign, severity }, policy, ({ number }) => number !== episode.incident);
}

function ofItsGroup(
  work: Workspace,
  changes: Changes,
  { episode, choice, severity, judged }: Arriving,
  found: Incident | null,
  isTold: boolean,
  policy: Policy,
): Pick<Place, 'change' | 'as'> {
  // What flaps goes on in its incident, and wakes nobody by that.
  const flaps = judged.held?.by === 'flapping' && found?.firing === 0;
  // What a person resolved stays so for what fires in it: an alert that nobody hears of does not change that.
  const mayReopen = isTold || flaps || (found?.notifiedAt === null && found.firing === 0);
  const urgency: Urgency = policy.urgency ? 'low' : 'high';
  if (!found || (found.status === 'resolved' && (isBeyondReopening(found, work.now) || !mayReopen))) {
    const opens = { severity, urgency };
    const change = changes.of(work.newIncident((number) => newIncident(number, episode, choice, opens, work.now)));
    change.opened = true;
    return { change, as: 'opened' };
  }
  const change = changes.of(found);
  if (found.status === 'resolved') {
    // What a person resolved may still fire, and be worse than what came now.
    const worst = found.firing > 0 && isWorse(found.severity, severity) ? found.severity : severity;
    reopen(found, worst, urgency, work.now);
    change.reopened = true;
    return { change, as: 'reopened' };
  }
  if ((isTold || found.notifiedAt === null) && raiseSeverity(found, severity, work.now)) {
    change.raised = true;
    return { change, as: 'raised' };
  }
  return { change, as: 'joined' };
}

function isBeyondReopening(incident: Incident, now: number): boolean {
  return incident.resolvedAt !== null && now - incident.resolvedAt > incident.reopenWindowMs;
}
