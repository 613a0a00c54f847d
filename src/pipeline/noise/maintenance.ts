import { firstMatch } from '../../alert/firstMatch.ts';
import { rfc3339 } from '../../alert/timestamp.ts';
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
    const because = `maintenance until ${rfc3339(window.end)}${now >= window.end ? ', which has its grace' : ''}`;
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
        const because = `it lasts from ${rfc3339(window.start)} until ${rfc3339(until)}, its grace included`;
        if (now < window.start || now >= until) return { path, kind: 'passes', because };
        const others = policy.maintenance.filter((each) => each !== window);
        const without = { ...context, policy: { ...policy, maintenance: others } };
        return { path, kind: 'holds', because, lift: { change: `remove ${path}`, context: without } };
      },
      pathOf,
    );
  },
};
