import { alertKey } from '../alert/alert.ts';
import { fingerprint } from '../alert/fingerprint.ts';
import { alarmGroup } from './alarm.ts';
import { alarmOf } from './alarmOf.ts';
import type { EntryContent } from './entry.ts';
import { expiryKey } from './expiryKey.ts';
import { OWN_INTEGRATION } from './policy.ts';

/** The keys of what entries may read or change: what has to be loaded before they are decided. */
export interface Touched {
  /** By `alertKey`. */
  readonly alerts: ReadonlyMap<string, { readonly integration: string; readonly fingerprint: string }>;
  /** Timers that the alerts may move. */
  readonly timers: readonly string[];
  readonly groups: readonly string[];
  readonly incidents: readonly number[];
  /** Incidents of which every firing alert is looked at. */
  readonly whole: readonly number[];
  /** Whether every heartbeat that is missing now is looked at. */
  readonly absences: boolean;
}

export function touches(entries: readonly EntryContent[]): Touched {
  const alerts = new Map<string, { integration: string; fingerprint: string }>();
  const timers = new Set<string>();
  const groups = new Set<string>();
  const incidents = new Set<number>();
  const whole = new Set<number>();
  const addAlert = (integration: string, mark: string): void => {
    const alert = { integration, fingerprint: mark };
    alerts.set(alertKey(alert), alert);
  };
  for (const entry of entries) {
    if (entry.kind === 'webhook') {
      for (const { alert, group, heartbeat } of entry.alerts) {
        addAlert(alert.integration, alert.fingerprint);
        if (alert.lastsMs !== undefined) timers.add(expiryKey(alert));
        groups.add(group.key);
        if (heartbeat) addAlert(OWN_INTEGRATION, heartbeat.mark);
      }
    }
    if ('incident' in entry) incidents.add(entry.incident);
    if (entry.kind === 'rejudge') for (const number of entry.incidents) whole.add(number);
    const alarm = alarmOf(entry);
    if (alarm) {
      groups.add(alarmGroup(alarm));
      if (alarm.incident !== null) incidents.add(alarm.incident);
      addAlert(OWN_INTEGRATION, fingerprint(alarm.labels));
    }
  }
  return {
    alerts,
    timers: [...timers],
    groups: [...groups],
    incidents: [...incidents, ...whole],
    whole: [...whole],
    absences: entries.some(({ kind }) => kind === 'policy'),
  };
}
