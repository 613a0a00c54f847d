import { alertKey, type Episode } from '../../alert/alert.ts';
import { addSign, endSign, placeOfSign } from '../../incident/signs.ts';
import type { Changes } from '../change.ts';
import type { Policy } from '../compilePolicy.ts';
import { OWN_INTEGRATION } from '../policy.ts';
import type { Workspace } from '../workspace.ts';
import type { Arriving, Before } from './arriving.ts';
import { countsAsSign } from './countsAsSign.ts';
import { wentInto } from './gather.ts';
import { noteTopics } from './noteTopics.ts';
import { place } from './place.ts';

/**
 * Puts a firing episode into its incident: the open one of its group; that of what it hangs together with; the one of its group
 * resolved less than `reopen_window` ago (which reopens); or a new one.
 */
export function admit(work: Workspace, changes: Changes, arriving: Arriving, policy: Policy): void {
  const { episode, choice, judged, severity, sign, before } = arriving;
  const { change, joined, as, also } = place(work, changes, arriving, policy);
  const { incident } = change;
  leave(work, episode, before, incident.number);
  incident.firing += 1;
  if (judged.held) incident.held += 1;
  const known = placeOfSign(incident, sign);
  const isNews = known < 0;
  if (!judged.held || countsAsSign(judged.held.by)) {
    addSign(incident, sign, known);
    for (const number of also) change.linked.add(number);
  }
  episode.incident = incident.number;
  episode.held = judged.held && { by: judged.held.by, key: judged.held.key };
  work.touch(incident);
  work.putEpisode(episode);
  noteTopics(work, arriving, incident, policy, { isNews });
  if (episode.integration !== OWN_INTEGRATION) wentInto(work, episode, sign, incident.number, policy);
  const basis = judged.basis && { ...judged.basis, group: { key: choice.key, rule: choice.rule, as } };
  change.admitted.push({ episode, severity, sign, joined, ...judged, basis, groupWaitMs: choice.groupWaitMs });
}

/** What fires is counted in one place; what has resolved stays counted where it was, unless it fires there again. */
function leave(work: Workspace, episode: Episode, before: Before | null, into: number): void {
  if (!before || before.incident === null) return;
  const incident = work.incident(before.incident);
  if (!incident) return;
  if (before.status === 'firing') incident.firing -= 1;
  else if (before.incident === into) incident.resolved -= 1;
  if (before.incident !== into) endSign(incident, alertKey(episode));
  work.touch(incident);
}
