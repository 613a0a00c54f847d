import type { Incident } from '../../incident/incident.ts';
import type { Policy } from '../compilePolicy.ts';
import type { Workspace } from '../workspace.ts';
import type { Arriving } from './arriving.ts';
import { isMild } from './isMild.ts';
import { openIncident } from './openIncident.ts';
import { type Relations, related } from './topic.ts';

/** What an alert hangs together with, of the open incidents that `may` be that. */
export function relatedTo(
  work: Workspace,
  { episode, sign, severity }: Pick<Arriving, 'episode' | 'sign' | 'severity'>,
  policy: Policy,
  may: (incident: Incident) => boolean,
): Relations {
  const { integration, labels } = episode;
  const spoken = { sign, integration, labels, severity, mild: isMild(severity) };
  const open = (number: number): Incident | null => {
    const incident = openIncident(work, number);
    return incident && may(incident) ? incident : null;
  };
  const { joins, also } = related(spoken, work.now, policy, work.memory, open, work.failures.asking(episode));
  return { joins: joins && { ...joins, incident: work.incident(joins.incident.number) as Incident }, also };
}
