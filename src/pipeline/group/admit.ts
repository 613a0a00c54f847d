import { alertKey, type Episode } from '../../alert/alert.ts';
import type { Incident } from '../../incident/incident.ts';
import { addSign, endSign, placeOfSign } from '../../incident/signs.ts';
import type { Changes } from '../change.ts';
import type { Policy } from '../compilePolicy.ts';
import { OWN_INTEGRATION } from '../policy.ts';
import type { Workspace } from '../workspace.ts';
import type { Arriving, Before } from './arriving.ts';
import { wentInto } from './gather.ts';
import { isMild } from './isMild.ts';
import { openIncident } from './openIncident.ts';
import { place } from './place.ts';
import { speakOf } from './topic.ts';

/**
 * Puts a firing episode into its incident: the open one of its group; that of what it hangs together with; the one of its group
 * resolved less than `reopen_window` ago (which reopens); or a new one.
 */
export function admit(work: Workspace, changes: Changes, arriving: Arriving, policy: Policy): void {
  const { episode, choice, judged, severity, sign, before } = arriving;
  const { change, joined, as } = place(work, changes, arriving, policy);
  const { incident } = change;
  leave(work, episode, before, incident.number);
  incident.firing += 1;
  if (judged.held) incident.held += 1;
  const known = placeOfSign(incident, sign);
  const isNews = known < 0;
  if (!judged.held || COUNTS_AS_SIGN.has(judged.held.by)) addSign(incident, sign, known);
  episode.incident = incident.number;
  episode.held = judged.held && { by: judged.held.by, key: judged.held.key };
  work.touch(incident);
  work.putEpisode(episode);
  noteWhere(work, arriving, incident, isNews, policy);
  const basis = judged.basis && { ...judged.basis, group: { key: choice.key, rule: choice.rule, as } };
  change.admitted.push({ episode, severity, sign, joined, ...judged, basis });
}

/** What hangs together with it finds its incident from now on; one of Tocsin's own gathers nothing. */
function noteWhere(
  work: Workspace,
  { episode, sign, severity }: Arriving,
  incident: Incident,
  isNews: boolean,
  policy: Policy,
): void {
  const { integration, labels } = episode;
  if (integration === OWN_INTEGRATION) return;
  const spoken = { sign, integration, labels, severity, mild: isMild(severity) };
  const open = (number: number): Incident | null => openIncident(work, number);
  speakOf(spoken, incident, work.now, policy, work.memory, open, isNews, work.failures.asking(episode));
  wentInto(work, episode, sign, incident.number, policy);
}

/** What is held back by these tells of the trouble all the same; what a person silenced, or announced, does not. */
const COUNTS_AS_SIGN: ReadonlySet<string> = new Set(['inhibit', 'hold_down', 'changes', 'mute_time', 'urgency', 'flapping']);

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
