import { labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import type { Incident } from '../incident/incident.ts';
import { announce, type Heard } from './announce.ts';
import { wokenNoMore } from './awake.ts';
import { type Admitted, type Change, Changes } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { isKeptQuiet } from './firingNow.ts';
import { judgeAlert } from './judgeAlert.ts';
import { reasonOf } from './reasonOf.ts';
import { judgeAgain } from './release.ts';
import { signOf } from './signOf.ts';
import { lookAgainWhenFree } from './standing.ts';
import { addRoutes } from './tell.ts';
import { tellOfUrgency } from './tellOfUrgency.ts';
import { traceOf } from './traceOf.ts';
import { weigh } from './weigh.ts';
import type { Workspace } from './workspace.ts';

/**
 * An incident that woke nobody is weighed once more, as something is other than it was: nobody is awake any more for what it hangs
 * together with, or `why`. All of it is loaded.
 */
export function weighAgain(work: Workspace, incident: Incident, policy: Policy, why: string | null = null): void {
  if (incident.status === 'resolved' || incident.urgency === 'high') return;
  const change = new Changes().of(incident);
  for (const episode of work.firingIn(incident.number)) {
    if (episode.held && episode.held.by !== 'urgency') continue;
    const severity = severityOf(labelValue(episode.labels, 'severity'), policy.severities);
    const sign = signOf(episode, severity, policy, episode.receivedAt, work.failures);
    change.admitted.push({ episode, severity, sign, joined: null, ...judgeAlert(work, episode, severity, policy) });
  }
  const free = change.admitted.filter(({ held }) => !held);
  const said = free.length === 0 ? new Map<Admitted, string>() : weigh(work, change, policy);
  if (change.urgencyRaised === null) return lookAgainWhenFree(work, incident, change.admitted.filter(isKeptQuiet));
  addRoutes(work, incident, free, policy);
  const now = why ?? work.failures.ask('urgency', incident, null, () => wokenNoMore(work, change, policy));
  if (incident.waiting === 0) wake(work, change, said, now ?? 'nobody is awake for it', policy);
}

/** What still waits is told as urgent when that is over. */
function wake(work: Workspace, change: Change, said: ReadonlyMap<Admitted, string>, why: string, policy: Policy): void {
  const { incident, admitted, urgencyRaised: raised } = change;
  const free = admitted.filter(({ held }) => !held);
  const waiting = free.filter(({ episode }) => episode.held);
  const told = free.flatMap((each) => {
    const routed = each.route('high');
    return each.episode.held || routed.targets.length === 0 ? [] : [{ ...routed, episode: each.episode, admitted: each }];
  });
  const reason = reasonOf(change);
  const because = `${why}; ${raised}`;
  if (told.length > 0) {
    const verdict = (): Heard => ({ do: 'notify', reason, because });
    const text = `${incident.title}: ${raised}`;
    const trace: Parameters<typeof announce<(typeof told)[number]>>[3]['trace'] = ({ admitted: each }, more) => {
      const what = said.get(each);
      return traceOf(each, incident, { ...(what !== undefined && { said: what }), ...(raised !== null && { raised }), ...more });
    };
    announce(work, incident, told, { reason, text, verdict, trace, inBooks: true }, policy);
  } else if (waiting.length === 0) tellOfUrgency(work, change, policy);
  judgeAgain(
    work,
    waiting.map(({ episode }) => episode),
    policy,
    because,
  );
}
