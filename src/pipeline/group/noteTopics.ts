import type { Incident } from '../../incident/incident.ts';
import { placeOfSign } from '../../incident/signs.ts';
import type { Policy } from '../compilePolicy.ts';
import { OWN_INTEGRATION } from '../policy.ts';
import type { Workspace } from '../workspace.ts';
import type { Arriving } from './arriving.ts';
import { isMild } from './isMild.ts';
import { openIncident } from './openIncident.ts';
import { speakOf } from './topic.ts';

/**
 * What hangs together with an alert finds its incident from now on; one of Tocsin's own gathers nothing. Asked before the alert's
 * sign is added there. `left`: the incident that it comes from, which speaks of it no more.
 */
export function noteTopics(
  work: Workspace,
  { episode, sign, severity }: Pick<Arriving, 'episode' | 'sign' | 'severity'>,
  incident: Incident,
  policy: Policy,
  { isNews = placeOfSign(incident, sign) < 0, left = null }: { readonly isNews?: boolean; readonly left?: number | null } = {},
): void {
  const { integration, labels } = episode;
  if (integration === OWN_INTEGRATION) return;
  const spoken = { sign, integration, labels, severity, mild: isMild(severity) };
  const open = (number: number): Incident | null => openIncident(work, number);
  speakOf(spoken, incident, work.now, policy, work.memory, open, { isNews, left }, work.failures.asking(episode));
}
