import { rfc3339 } from '../../alert/timestamp.ts';
import type { NoiseRule, RuleContext } from './rule.ts';

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
    const hiding = context.silenceOf(episode.labels, severity, context.now);
    if (!hiding) return [];
    const { id, createdBy } = hiding.silence;
    const because = `${createdBy} silenced it, until ${rfc3339(hiding.until)}`;
    const silenceOf: RuleContext['silenceOf'] = (labels, as, now, except) =>
      context.silenceOf(labels, as, now, new Set([...(except ?? []), id]));
    const lift = { change: `expire silence ${id} of ${createdBy}`, context: { ...context, silenceOf } };
    return [{ path: `silence ${id}`, kind: 'holds', because, lift }];
  },
};
