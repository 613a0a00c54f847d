import type { Silence } from '../silence/silence.ts';
import { type Timer, type TimerKind, takesBite } from './decision.ts';
import { silenceNamed } from './silenceNamed.ts';

/** What has to be loaded before these timers are fired. */
export interface TimerTouches {
  readonly alerts: readonly { readonly integration: string; readonly fingerprint: string }[];
  readonly incidents: readonly number[];
  /** Incidents of which every firing alert is looked at: what waited together is told together. */
  readonly whole: readonly number[];
  /** Timers over many alerts, of which each looks at a bite. */
  readonly bites: readonly Timer[];
}

/** Those that look at every firing alert of an incident. */
export const WHOLE: ReadonlySet<TimerKind> = new Set(['group_wait', 'unmute', 'second_sign', 'reopened', 'awake', 'raised']);

export function timerTouches(due: readonly Timer[], silences: readonly Silence[]): TimerTouches {
  return {
    alerts: due.flatMap(({ integration, fingerprint }) =>
      integration === null || fingerprint === null ? [] : [{ integration, fingerprint }],
    ),
    incidents: due.flatMap(({ kind, key, incident }) => {
      const held = kind === 'silence_end' ? silenceNamed(key, silences)?.incidents : null;
      return held ?? (incident === null ? [] : [incident]);
    }),
    whole: due.flatMap(({ kind, incident }) => (WHOLE.has(kind) && incident !== null ? [incident] : [])),
    bites: due.filter(takesBite),
  };
}
