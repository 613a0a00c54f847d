import { formatDuration } from '../alert/duration.ts';
import type { Asked } from './asked.ts';
import type { Look } from './look.ts';

/** Whether receivers had been told enough, where that was looked at: what nobody was to be told of is not counted. */
export function explainThrottle({ severity, context, keptBy, became }: Asked): readonly Look[] {
  const { throttle } = context.policy;
  if (!throttle || !became || (keptBy === null && became.throttled === null)) return [];
  const common = { stage: 'route', rule: 'throttle', path: 'noise.throttle', failed: null } as const;
  if (keptBy) return keptBy.by === 'throttle' ? [{ ...common, outcome: 'holds', because: keptBy.because }] : [];
  const silent = became.throttled ?? [];
  const most = `${throttle.notifications} notifications in ${formatDuration(throttle.windowMs)}`;
  if (silent.length > 0)
    return [{ ...common, outcome: 'holds', because: `${silent.join(', ')} had ${most}: it is in the digest` }];
  const because = severity === 'critical' ? 'critical is told whatever came before' : `no receiver of it had had ${most}`;
  return [{ ...common, outcome: 'passes', because }];
}
