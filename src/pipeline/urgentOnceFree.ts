import type { Incident } from '../incident/incident.ts';
import type { Admitted } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { urgencyOf } from './noise/urgency.ts';
import { OWN_INTEGRATION } from './policy.ts';
import { contextLabels } from './subjectOf.ts';
import type { Trace } from './trace.ts';

/**
 * Why an alert that is held would make its incident urgent by the other signs that are there, if nothing held it: nobody could tell
 * afterwards. Nothing where it would not, and where it would by itself. Decides nothing, so what throws here is left to those who do.
 */
export function urgentOnceFree(
  { signs, urgency }: Incident,
  { episode, severity, sign }: Pick<Admitted, 'episode' | 'severity' | 'sign'>,
  policy: Policy,
): Pick<Trace, 'onceFree'> {
  if (urgency === 'high' || episode.integration === OWN_INTEGRATION) return {};
  try {
    const { rules = [], byContext = false } = policy.urgency ?? {};
    if (!rules.some(({ when }) => when)) return {};
    const labels = byContext ? contextLabels(episode.labels, severity, policy, urgency) : episode.labels;
    const opinion = urgencyOf({ labels, severity, sign }, signs, policy);
    return opinion.bySigns && opinion.urgency === 'high' ? { onceFree: opinion.because } : {};
  } catch {
    return {};
  }
}
