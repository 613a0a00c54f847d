import { alertKey, type Episode } from '../alert/alert.ts';
import type { Severity } from '../alert/severity.ts';
import type { Incident } from '../incident/incident.ts';
import { addSign, endSign } from '../incident/signs.ts';
import { raiseSeverity } from '../incident/transitions.ts';
import type { Changes, Judged } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { countedSign } from './countedSign.ts';
import { gather } from './group/gather.ts';
import { noteTopics } from './group/noteTopics.ts';
import { signOf } from './signOf.ts';
import type { Workspace } from './workspace.ts';

/**
 * An alert that waited in an incident that nobody was told of, and is of a storm by now, goes to the storm's incident, and is
 * concluded there. Answers which that is; null: it stays.
 */
export function joinStorm(
  work: Workspace,
  changes: Changes,
  from: Incident,
  { episode: waited, severity, said }: { readonly episode: Episode; readonly severity: Severity; readonly said: Judged },
  policy: Policy,
): Incident | null {
  if (!policy.storm || from.alarm || from.notifiedAt !== null) return null;
  const sign = countedSign(from, signOf(waited, severity, policy, work.now, work.failures));
  const joined = gather(work, { episode: waited, sign, severity }, policy, true);
  if (!joined || joined.incident.number === from.number) return null;
  const { incident: to } = joined;
  const episode = { ...waited, incident: to.number };
  const change = changes.of(to);
  noteTopics(work, { episode, sign, severity }, to, policy);
  from.firing -= 1;
  endSign(from, alertKey(episode));
  to.firing += 1;
  addSign(to, sign);
  if (raiseSeverity(to, severity, work.now)) change.raised = true;
  work.touch(to);
  work.putEpisode(episode);
  change.admitted.push({ episode, severity, sign, joined, ...said });
  return to;
}
