import { alertKey, type Episode, type Hold } from '../alert/alert.ts';
import { labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import type { Incident } from '../incident/incident.ts';
import { addSign, endSign } from '../incident/signs.ts';
import { BOUNDS } from './bounds.ts';
import type { Admitted } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { countedSign } from './countedSign.ts';
import { countsAsSign } from './group/countsAsSign.ts';
import { noteTopics } from './group/noteTopics.ts';
import { relatedTo } from './group/relatedTo.ts';
import { hasWoken } from './group/topic.ts';
import { letGo } from './hold.ts';
import { judgeAlert } from './judgeAlert.ts';
import { listAlerts } from './listAlerts.ts';
import { signOf } from './signOf.ts';
import type { Workspace } from './workspace.ts';

/** An alert that goes where others of its trouble are: judged there anew, by the caller who tells of that incident. */
export interface Moved {
  readonly admitted: Admitted;
  /** What held it until now. */
  readonly was: Hold;
}

/**
 * An alert shows that an incident nobody was told of belongs to another one. What waits in it and hangs together with that goes there,
 * so that the signs of one trouble count in one place and not in each when its turn comes. Where somebody was woken already nothing is
 * to be counted: what waits may be a trouble of its own there, and is judged in its time.
 */
export function moveAlong(work: Workspace, from: Incident, to: Incident, policy: Policy): readonly Moved[] {
  if (to.urgency === 'high' || from.urgency === 'high' || from.notifiedAt !== null) return [];
  if (from.held === 0 || from.firing > BOUNDS.looked) return [];
  work.whole.need(from.number);
  const moved: Moved[] = [];
  let rest = work.firingIn(from.number).filter(({ held }) => held && countsAsSign(held.by));
  // What stands on one that has moved hangs together with it there.
  for (let before = -1; before < moved.length && rest.length > 0; ) {
    before = moved.length;
    rest = rest.filter((episode) => {
      const each = moveHeld(work, episode, from, to, policy);
      if (each) moved.push(each);
      return !each;
    });
  }
  if (moved.length > 0) sayMoved(work, moved, from, to);
  return moved;
}

function moveHeld(work: Workspace, known: Episode, from: Incident, to: Incident, policy: Policy): Moved | null {
  const { held: was } = known;
  if (!was) return null;
  const severity = severityOf(labelValue(known.labels, 'severity'), policy.severities);
  const sign = countedSign(from, signOf(known, severity, policy, work.now, work.failures));
  const may = (other: Incident): boolean => other.number === to.number || (other.number !== from.number && hasWoken(other));
  const { joins } = relatedTo(work, { episode: known, sign, severity }, policy, may);
  if (joins?.incident.number !== to.number) return null;
  const episode = { ...known };
  letGo(work, episode, 'judged again');
  from.firing -= 1;
  endSign(from, alertKey(known));
  to.firing += 1;
  episode.incident = to.number;
  const judged = judgeAlert(work, episode, severity, policy);
  noteTopics(work, { episode, sign, severity }, to, policy, { left: from.number });
  if (!judged.held || countsAsSign(judged.held.by)) addSign(to, sign);
  work.putEpisode(episode);
  work.touch(from);
  work.touch(to);
  return { admitted: { episode, severity, sign, joined: joins, ...judged }, was };
}

function sayMoved(work: Workspace, moved: readonly Moved[], from: Incident, to: Incident): void {
  const episodes = moved.map(({ admitted }) => admitted.episode);
  const list = listAlerts(episodes);
  const data = { count: moved.length, fingerprints: episodes.slice(0, 100).map(({ fingerprint }) => fingerprint) };
  const base = { clockSource: 'received', type: 'alert', actor: 'tocsin', source: 'alertmanager' } as const;
  const { number } = to;
  work.say({
    ...base,
    incident: number,
    text: `Waits here from now on, not in #${from.number}: ${list}`,
    data: { from: from.number, ...data },
  });
  if (from.firing > 0)
    work.say({ ...base, incident: from.number, text: `Waits in #${number} from now on: ${list}`, data: { to: number, ...data } });
}
