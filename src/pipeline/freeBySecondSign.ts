import { alertKey, type Episode } from '../alert/alert.ts';
import { labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import { addSign } from '../incident/signs.ts';
import { raiseSeverity } from '../incident/transitions.ts';
import { BOUNDS } from './bounds.ts';
import type { Admitted, Change } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { countedSign } from './countedSign.ts';
import { AWAITS_SIGN, letGo } from './hold.ts';
import { judgeAlert } from './judgeAlert.ts';
import { mayFreeBySign } from './mayFreeBySign.ts';
import { saySeverity } from './saySeverity.ts';
import { signOf } from './signOf.ts';
import type { Workspace } from './workspace.ts';

/**
 * What waited for a second sign in an incident that people are told of now: where nothing holds it any more it is told in the same
 * word. Of an incident that is low, or was never told, it may belong elsewhere: that is looked at by `lookForSecondSign`.
 */
export function freeBySecondSign(work: Workspace, change: Change, policy: Policy): readonly Admitted[] {
  const { incident, admitted } = change;
  const isKnown = incident.notifiedAt !== null && incident.urgency === 'high' && incident.waiting === 0 && !incident.alarm;
  if (!isKnown || incident.firing > BOUNDS.looked || !mayFreeBySign(incident, policy)) return [];
  work.whole.need(incident.number);
  const arrived = new Set(admitted.map(({ episode }) => alertKey(episode)));
  const waits = (episode: Episode): boolean =>
    episode.held !== null && AWAITS_SIGN.has(episode.held.by) && !arrived.has(alertKey(episode));
  return work
    .firingIn(incident.number)
    .filter(waits)
    .flatMap((known): Admitted[] => {
      const severity = severityOf(labelValue(known.labels, 'severity'), policy.severities);
      const judged = judgeAlert(work, known, severity, policy);
      if (judged.held) return [];
      const sign = countedSign(incident, signOf(known, severity, policy, work.now, work.failures));
      const episode = { ...known };
      letGo(work, episode, 'judged again');
      work.putEpisode(episode);
      addSign(incident, sign);
      if (raiseSeverity(incident, severity, work.now)) {
        change.raised = true;
        saySeverity(work, incident);
      }
      incident.flapping = null;
      work.touch(incident);
      return [{ episode, severity, sign, joined: null, ...judged }];
    });
}
