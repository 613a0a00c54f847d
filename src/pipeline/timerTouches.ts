import type { Timer } from './decision.ts';

/** What has to be loaded before these timers are fired. */
export interface TimerTouches {
  readonly alerts: readonly { readonly integration: string; readonly fingerprint: string }[];
  readonly incidents: readonly number[];
  /** Incidents of which every firing alert is looked at: what waited together is told together. */
  readonly whole: readonly number[];
  /** Timers over many alerts, of which each looks at a bite. */
  readonly bites: readonly Timer[];
}

export function timerTouches(due: readonly Timer[]): TimerTouches {
  return {
    alerts: due.flatMap(({ integration, fingerprint }) =>
      integration === null || fingerprint === null ? [] : [{ integration, fingerprint }],
    ),
    incidents: due.flatMap(({ incident }) => incident ?? []),
    whole: due.flatMap(({ kind, incident }) =>
      (kind === 'group_wait' || kind === 'unmute') && incident !== null ? [incident] : [],
    ),
    bites: due.filter(({ kind }) => kind === 'release' || kind === 'rescan'),
  };
}
