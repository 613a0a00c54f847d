import type { Episode } from '../alert/alert.ts';
import { formatDuration } from '../alert/duration.ts';
import type { Severity } from '../alert/severity.ts';
import { absenceKey, endAbsence, switchName } from './absence.ts';
import type { Policy } from './compilePolicy.ts';
import type { HeartbeatSwitch } from './entry.ts';
import { armHeartbeat } from './heartbeatTimer.ts';
import { heartbeatWord } from './heartbeatWord.ts';
import { count } from './ledger.ts';
import { policyMark, type Trace } from './trace.ts';
import type { Workspace } from './workspace.ts';

/** A heartbeat has come, whether or not it says anything new: its switch begins anew, and is missed no longer. */
export function beat(work: Workspace, found: HeartbeatSwitch, policy: Policy): void {
  const { everyMs, graceMs } = found.heartbeat;
  endAbsence(work, work.episode(absenceKey(found)), `heartbeat ${switchName(found)} is back`, policy);
  armHeartbeat(work, found, work.now, work.now + everyMs + graceMs);
}

/** A heartbeat that begins to fire opens no incident: nobody is told that all is well. */
export function keepQuiet(work: Workspace, episode: Episode, found: HeartbeatSwitch, severity: Severity, policy: Policy): void {
  const { everyMs, graceMs } = found.heartbeat;
  work.putEpisode(episode);
  const expected = `expected every ${formatDuration(everyMs)}, grace ${formatDuration(graceMs)}`;
  const because = `${heartbeatWord(switchName(found))} (${expected})`;
  const trace: Trace = {
    policy: policyMark(policy.hash),
    severity,
    against: [{ do: 'suppress', by: 'heartbeat', key: found.key, until: null, because }],
    passed: [],
    urgency: 'low',
    route: { receivers: [], targets: [] },
  };
  work.judge(episode, { do: 'suppress', by: 'heartbeat', because }, trace);
  count(work.counts, 'suppressed.heartbeat');
}

/** The sender says that it has stopped, as Alertmanager does when Prometheus dies: no beat, and the timer goes on. */
export function noBeat(work: Workspace, ended: Episode, found: HeartbeatSwitch): void {
  if (ended.incident !== null) return;
  work.judge(ended, { do: 'resolve', because: `heartbeat ${switchName(found)} has stopped: that is no beat, its time runs on` });
}
