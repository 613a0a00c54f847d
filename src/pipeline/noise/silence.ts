import { rfc3339 } from '../../alert/timestamp.ts';
import type { Silence } from '../../silence/silence.ts';
import type { Hiding } from '../../silence/silenceIndex.ts';
import type { NoiseRule, RuleContext } from './rule.ts';
import { silencesMissed } from './silencesMissed.ts';

/** More than these nobody is told to expire at once. */
export const MOST_EXPIRED = 10;

/** What somebody asked to hear nothing of for a while. */
export const silence: NoiseRule = {
  name: 'silence',
  judge(episode, severity, { now, silenceOf }) {
    const hiding = silenceOf(episode.labels, severity, now);
    if (!hiding) return null;
    const { id, createdBy, comment } = hiding.silence;
    const because = `silenced by ${createdBy} until ${rfc3339(hiding.until)}${comment === '' ? '' : `: ${comment}`} (silence ${id})`;
    return { do: 'suppress', by: 'silence', key: `silence:${id}`, until: hiding.until, because };
  },
  explain(episode, severity, context) {
    const { labels } = episode;
    const all: Hiding[] = [];
    const ids = new Set<string>();
    while (all.length < MOST_EXPIRED) {
      const hiding = context.silenceOf(labels, severity, context.now, ids);
      if (!hiding) break;
      all.push(hiding);
      ids.add(hiding.silence.id);
    }
    const silenceOf: RuleContext['silenceOf'] = (other, as, now, except) =>
      context.silenceOf(other, as, now, new Set([...(except ?? []), ...ids]));
    // All of them at once: while one is left, it is hidden.
    const lift = { change: `expire ${named(all)}`, context: { ...context, silenceOf } };
    return [
      ...all.map(({ silence: { id, createdBy }, until }, index) => {
        const because = `${createdBy} silenced it, until ${rfc3339(until)}`;
        return { path: `silence ${id}`, kind: 'holds', because, lifts: index === 0 ? [lift] : [] } as const;
      }),
      ...silencesMissed(labels, severity, context, ids),
    ];
  },
};

function named(all: readonly Hiding[]): string {
  const list = all.map(({ silence: { id, createdBy } }: { silence: Silence }) => `${id} of ${createdBy}`);
  return `${all.length === 1 ? 'silence' : 'silences'} ${list.join(' and ')}`;
}
