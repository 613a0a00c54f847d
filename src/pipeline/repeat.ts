import { labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import type { Incident } from '../incident/incident.ts';
import type { Policy } from './compilePolicy.ts';
import type { Timer } from './decision.ts';
import { NOBODY, tell } from './tell.ts';
import { throttle } from './throttle.ts';
import type { Workspace } from './workspace.ts';

/** Nobody has acknowledged it: it is told again, unless everything that fires in it is silenced. */
export function repeat(work: Workspace, timer: Timer, incident: Incident, policy: Policy): void {
  if (incident.status !== 'triggered') return;
  if (!work.silences.any()) return tellAgain(work, incident, policy);
  const bite = work.takeBite(timer);
  if (!bite) return;
  let until = work.now + policy.repeatIntervalMs;
  for (const key of bite.alerts) {
    const episode = work.episode(key);
    if (episode?.status !== 'firing' || episode.incident !== incident.number) continue;
    const severity = severityOf(labelValue(episode.labels, 'severity'), policy.severities);
    const hiding = work.silences.hides(episode.labels, severity, work.now, policy.timeIntervals);
    if (!hiding) return tellAgain(work, incident, policy);
    until = Math.min(until, hiding.until);
  }
  const [integration = null, fingerprint = null] = bite.alerts.at(-1)?.split('\u001f') ?? [];
  if (bite.more) return work.setTimer({ ...timer, dueAt: work.now, integration, fingerprint });
  // An incident of which nothing fires, because its alerts are left out by the sender.
  if (fingerprint === null && timer.fingerprint === null) return tellAgain(work, incident, policy);
  work.setTimer({ ...timer, dueAt: until, integration: null, fingerprint: null });
  const text = 'Not told again: everything that fires in it is silenced';
  work.say({
    ...{ incident: incident.number, clockSource: 'received', type: 'decision', actor: 'tocsin', source: 'rule' },
    text,
    data: { by: 'silence' },
  });
}

function tellAgain(work: Workspace, incident: Incident, policy: Policy): void {
  const { silent } = throttle(work, incident, 'repeat', NOBODY, policy);
  tell(work, incident, 'repeat', `Still firing, nobody has acknowledged it: ${incident.title}`, policy, silent);
}
