import { rfc3339 } from '../../alert/timestamp.ts';
import type { NoiseRule } from './rule.ts';

/** What somebody asked to hear nothing of for a while. */
export const silence: NoiseRule = {
  name: 'silence',
  judge(episode, severity, { silenceOf }) {
    const hiding = silenceOf(episode.labels, severity);
    if (!hiding) return null;
    const { id, createdBy, comment } = hiding.silence;
    const because = `silenced by ${createdBy} until ${rfc3339(hiding.until)}${comment === '' ? '' : `: ${comment}`} (silence ${id})`;
    return { do: 'suppress', by: 'silence', key: `silence:${id}`, until: hiding.until, because };
  },
};
