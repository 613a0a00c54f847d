import { firstMatch } from '../../alert/firstMatch.ts';
import { type Instant, rfc3339 } from '../../alert/timestamp.ts';
import type { MaintenanceWindow } from '../policy.ts';
import { lookAt } from './lookAt.ts';
import type { NoiseRule } from './rule.ts';

/** Announced work: what it touches is expected to fire, and gets a little time afterwards to calm down. */
export const maintenance: NoiseRule = {
  name: 'maintenance',
  judge(episode, severity, { now, policy }) {
    const isOn = ({ start, end, graceMs }: (typeof policy.maintenance)[number]): boolean => now >= start && now < end + graceMs;
    const window = firstMatch(policy.maintenance, episode.labels, severity, isOn);
    if (!window) return null;
    const until = window.end + window.graceMs;
    const end = rfc3339(window.end);
    const because =
      now < window.end
        ? `maintenance until ${end}`
        : `maintenance was over at ${end}, and its grace lasts until ${rfc3339(until)}`;
    return { do: 'suppress', by: 'maintenance', key: window.key, until, because };
  },
  explain(episode, severity, context) {
    const { now, policy } = context;
    const pathOf = (_: unknown, index: number): string => `maintenance[${index}]`;
    return lookAt(
      policy.maintenance,
      episode,
      severity,
      (window, index) => {
        const path = pathOf(window, index);
        const until = window.end + window.graceMs;
        const [start, end] = [rfc3339(window.start), rfc3339(window.end)];
        if (now < window.start) return { path, kind: 'passes', because: `it does not begin before ${start}` };
        const grace = window.graceMs > 0 ? `, and its grace ${graceWord(now, window)} ${rfc3339(until)}` : '';
        if (now >= until) return { path, kind: 'passes', because: `it was over at ${end}${grace}` };
        const because = `${now < window.end ? `it lasts from ${start} until` : 'it was over at'} ${end}${grace}`;
        const others = policy.maintenance.filter((each) => each !== window);
        const without = { ...context, policy: { ...policy, maintenance: others } };
        return { path, kind: 'holds', because, lifts: [{ change: `remove ${path}`, context: without }] };
      },
      pathOf,
    );
  },
};

function graceWord(now: Instant, { end, graceMs }: Pick<MaintenanceWindow, 'end' | 'graceMs'>): string {
  if (now < end) return 'until';
  return now < end + graceMs ? 'lasts until' : 'at';
}
