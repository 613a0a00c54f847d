import { matchesAll } from '../../alert/matcher.ts';
import { rfc3339 } from '../../alert/timestamp.ts';
import type { NoiseRule } from './rule.ts';

/** Announced work: what it touches is expected to fire, and gets a little time afterwards to calm down. */
export const maintenance: NoiseRule = {
  name: 'maintenance',
  judge(episode, severity, { now, policy }) {
    const window = policy.maintenance.find(
      ({ start, end, graceMs, matchers }) =>
        now >= start && now < end + graceMs && matchesAll(matchers, episode.labels, severity),
    );
    if (!window) return null;
    const until = window.end + window.graceMs;
    const because = `maintenance until ${rfc3339(window.end)}${now >= window.end ? ', which has its grace' : ''}`;
    return { do: 'suppress', by: 'maintenance', key: window.key, until, because };
  },
};
