import { alertKey, type Episode } from '../alert/alert.ts';
import { labelValue } from '../alert/labels.ts';
import { isWorse, type Severity, severityOf } from '../alert/severity.ts';
import { type Incident, URGENCIES } from '../incident/incident.ts';
import { announce, type Heard } from './announce.ts';
import { armUnmute } from './armUnmute.ts';
import { Changes, type Judged, type Routed } from './change.ts';
import { closeIfLeft } from './closeIfLeft.ts';
import type { Policy } from './compilePolicy.ts';
import { conclude } from './conclude.ts';
import type { Timer } from './decision.ts';
import { holdBack } from './hold.ts';
import { joinStorm } from './joinStorm.ts';
import { judgeAlert } from './judgeAlert.ts';
import { count } from './ledger.ts';
import { nameIncident } from './nameIncident.ts';
import { routeAlert } from './routeAlert.ts';
import type { Trace } from './trace.ts';
import { type TraceMore, traceOf } from './traceOf.ts';
import type { Workspace } from './workspace.ts';

interface Waited {
  readonly episode: Episode;
  readonly severity: Severity;
  readonly said: Judged;
  readonly routed: Routed;
}

/** What an incident had waiting, and what is said by now of what stays in it. */
interface Ended {
  readonly incident: Incident;
  readonly waiting: number;
  readonly judged: readonly Waited[];
  /** Those of storms, which took the others. */
  readonly into: readonly Incident[];
}

/**
 * What waited together is judged as it stands now, in all incidents whose wait ends at this moment. What is of a storm by now goes
 * to the incident of that, whose wait ends with it: nothing waits for longer than its own group has it.
 */
export function endWait(work: Workspace, timer: Timer, policy: Policy): void {
  const changes = new Changes();
  const over = new Set([timer, ...work.timers.takeAlong(timer)].flatMap(({ incident }) => incident ?? []));
  const ended: Ended[] = [];
  // It grows on the way.
  for (const number of over) {
    const incident = work.incident(number);
    if (!incident || incident.status === 'resolved') continue;
    const each = part(work, changes, incident, policy);
    ended.push(each);
    for (const { number: storm, waiting } of each.into) {
      if (waiting === 0 || over.has(storm)) continue;
      work.clearTimer(`group_wait:${storm}`);
      work.whole.need(storm);
      over.add(storm);
    }
  }
  for (const { incident, into } of ended) {
    if (into[0]) closeIfLeft(work, incident, into[0], policy);
    if (into[0] && incident.firing > 0) incident.severity = worstFiring(work, incident, policy);
  }
  for (const each of ended) tellWaited(work, each, policy);
  for (const change of changes.all()) conclude(work, change, policy);
}

/** Nothing waits in an incident any more: its alerts go to a storm that they are of, or stay. */
function part(work: Workspace, changes: Changes, incident: Incident, policy: Policy): Ended {
  const { waiting } = incident;
  count(work.counts, 'deferred', -waiting);
  incident.waiting = 0;
  work.touch(incident);
  const judged = judgeWaiting(work, incident, comeTo(changes, incident), policy);
  const into = new Set<Incident>();
  const stays = judged.filter((each) => {
    const storm = isOwed(each) ? joinStorm(work, changes, incident, each, policy) : null;
    if (storm) into.add(storm);
    return storm === null;
  });
  return { incident, into: [...into], waiting: waiting - (judged.length - stays.length), judged: stays };
}

/** Nobody was told of it: it is as severe as what it is left with. */
function worstFiring(work: Workspace, { number, severity }: Incident, policy: Policy): Severity {
  const left = work.firingIn(number).map(({ labels }) => severityOf(labelValue(labels, 'severity'), policy.severities));
  return left.reduce((worst, each) => (isWorse(each, worst) ? each : worst), left[0] ?? severity);
}

function isOwed({ said, routed }: Waited): boolean {
  return !said.held && routed.targets.length > 0;
}

function comeTo(changes: Changes, incident: Incident): ReadonlySet<string> {
  const admitted = changes.has(incident.number) ? changes.of(incident).admitted : [];
  return new Set(admitted.map(({ episode }) => alertKey(episode)));
}

/** `come`: what has just come here to be told with it. */
function judgeWaiting(work: Workspace, incident: Incident, come: ReadonlySet<string>, policy: Policy): Waited[] {
  return work.firingIn(incident.number).flatMap((episode) => {
    if (episode.held || come.has(alertKey(episode))) return [];
    const severity = severityOf(labelValue(episode.labels, 'severity'), policy.severities);
    const said = judgeAlert(work, episode, severity, policy);
    const routed = said.route(incident.urgency);
    // What no receiver takes did not wait.
    return routed.targets.length > 0 || routed.muted ? [{ episode, severity, said, routed }] : [];
  });
}

/** Of those that it was named after meanwhile, some may have ended, gone elsewhere, or be held by now. */
function rename(
  work: Workspace,
  incident: Incident,
  told: readonly Pick<Waited & Routed, 'episode' | 'severity' | 'said'>[],
): void {
  if (incident.notifiedAt !== null) return;
  incident.lead = null;
  nameIncident(
    work,
    incident,
    told.map(({ episode, severity, said: { route } }) => ({ episode, severity, route })),
  );
}

/**
 * What waited to be told, and now has nobody at this hour: so many of them. What had nobody when it came did not wait, and has its
 * decision since then.
 */
function suppressUnrouted(
  work: Workspace,
  incident: Incident,
  judged: readonly Waited[],
  atMost: number,
  policy: Policy,
): number {
  const unrouted = judged.filter(({ said, routed }) => !said.held && routed.targets.length === 0);
  const waited = unrouted.filter(({ episode, severity }) =>
    URGENCIES.some((urgency) => routeAlert(episode, severity, policy, urgency, episode.receivedAt).targets.length > 0),
  );
  const counted = waited.slice(0, Math.max(0, atMost));
  for (const { episode, said, routed } of counted)
    work.judge(episode, { do: 'suppress', by: 'no_receiver', because: routed.because }, traceOf(said, incident));
  count(work.counts, 'suppressed.no_receiver', counted.length);
  return counted.length;
}

/** A rule may have come to hold some of it back. */
function tellWaited(work: Workspace, { incident, waiting, judged }: Ended, policy: Policy): void {
  for (const { episode, said } of judged) if (said.held) holdBack(work, incident, episode, said.held, traceOf(said, incident));
  const told = judged.filter(isOwed).map(({ episode, severity, said, routed }) => ({ episode, severity, said, ...routed }));
  if (told.length > 0) rename(work, incident, told);
  // Who is to hear of it later is told when his hour comes.
  armUnmute(
    work,
    incident.number,
    judged.map(({ said, routed }) => (said.held || routed.targets.length > 0 ? null : routed.muted?.until)),
  );
  // What was released or came after that may have been told without it, and is counted by that; what came and went is told with the rest.
  const left = waiting - judged.filter(({ said }) => said.held).length;
  const waited = left - suppressUnrouted(work, incident, judged, left - told.length, policy);
  const reason = incident.notifiedAt === null ? 'first' : 'new_alerts';
  const verdict = ({ because }: Routed): Heard => ({ do: 'notify', reason, because: `group_wait is over: ${because}` });
  let withheld = 0;
  if (incident.notifiedAt !== null && incident.status === 'acknowledged') {
    // Somebody acknowledged it meanwhile: that has told everybody.
    for (const each of told) work.judge(each.episode, verdict(each), traceOf(each.said, incident));
  } else if (told.length > 0) {
    const trace = ({ said }: (typeof told)[number], more: TraceMore): Trace | null => traceOf(said, incident, more);
    const text = `${incident.firing} firing: ${incident.title}`;
    withheld = announce(work, incident, told, { reason, text, verdict, trace, inBooks: true }, policy);
  }
  const kept = Math.min(withheld, Math.max(0, waited));
  count(work.counts, 'suppressed.throttle', kept);
  // Gone while others of it are held or went elsewhere: nobody was told.
  const isUnheard = told.length === 0 && incident.notifiedAt === null;
  count(work.counts, isUnheard ? 'suppressed.group_wait' : 'notified', waited - kept);
}
