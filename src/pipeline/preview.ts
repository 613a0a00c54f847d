import type { Episode } from '../alert/alert.ts';
import { type Labels, labelValue } from '../alert/labels.ts';
import { type Severity, severityOf } from '../alert/severity.ts';
import type { Urgency } from '../incident/incident.ts';
import { absenceLabels } from './absence.ts';
import type { Asked } from './asked.ts';
import type { Policy } from './compilePolicy.ts';
import type { HeartbeatSwitch } from './entry.ts';
import { explain } from './explain.ts';
import { heartbeatSwitch } from './group/heartbeatSwitch.ts';
import { heartbeatWord } from './heartbeatWord.ts';
import { judgement } from './judgement.ts';
import type { Look } from './look.ts';
import type { RuleContext } from './noise/rule.ts';
import { route } from './route/route.ts';
import { untoldWord } from './route/untoldWord.ts';
import { routeLabels } from './routeLabels.ts';
import type { TracedOpinion } from './trace.ts';
import { urgencyOfAsked } from './urgencyOfAsked.ts';

/** What would become of an alert that began to fire now, alone. */
export interface Preview {
  readonly severity: Severity;
  readonly urgency: Urgency;
  /** Names of the receivers that the routing tree gives it to, in the tree's order, whatever the hour; none for a heartbeat. */
  readonly receivers: readonly string[];
  /** Names of those that are told now, or once nothing puts it off any more. */
  readonly told: readonly string[];
  /** Which of them (of a heartbeat: of those below) are told nothing of this urgency at any hour, and why. */
  readonly untold: readonly { readonly receiver: string; readonly because: string }[];
  /** Names of those that are told when it does not come; null: it is no heartbeat. */
  readonly absence: readonly string[] | null;
  /** What is against telling, the first one being what decides. */
  readonly against: readonly TracedOpinion[];
  readonly looked: readonly Look[];
}

/** Judges an alert as the engine would, with the same rules, and says why. */
export function preview(episode: Episode, context: RuleContext): Preview {
  const { policy } = context;
  const severity = severityOf(labelValue(episode.labels, 'severity'), policy.severities);
  const { urgency } = urgencyOfAsked({ episode, severity, context, urgency: 'low', said: null, wait: null, keptBy: null });
  const asked: Asked = { episode, severity, context, urgency, said: null, wait: null, keptBy: null };
  const { held, basis, route: told } = judgement(episode, severity, context);
  const heartbeat = heartbeatSwitch(episode.labels, severity, policy);
  const receivers = heartbeat ? [] : receiversOf(episode.labels, severity, urgency, policy);
  const absence = heartbeat && receiversOf(absenceLabels(heartbeat), heartbeat.heartbeat.severity, 'high', policy);
  return {
    severity,
    urgency,
    receivers,
    told: heartbeat || held?.do === 'suppress' ? [] : told(urgency).receivers,
    untold: absence ? untoldOf(absence, 'high', policy) : untoldOf(receivers, urgency, policy),
    absence,
    against: heartbeat ? [noNews(heartbeat)] : (basis?.against ?? []),
    looked: explain(asked),
  };
}

function receiversOf(labels: Labels, severity: Severity, urgency: Urgency, policy: Policy): readonly string[] {
  return route(policy.route, routeLabels(labels, severity, policy, urgency), severity).receivers;
}

function untoldOf(receivers: readonly string[], urgency: Urgency, policy: Policy): Preview['untold'] {
  return receivers.flatMap((receiver) => {
    const because = untoldWord(receiver, urgency, policy);
    return because === null ? [] : [{ receiver, because }];
  });
}

function noNews({ heartbeat, key }: HeartbeatSwitch): TracedOpinion {
  return {
    do: 'suppress',
    by: 'heartbeat',
    key,
    until: null,
    because: heartbeatWord(heartbeat.name),
  };
}
