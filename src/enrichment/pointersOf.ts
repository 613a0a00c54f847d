import type { Policy } from '../pipeline/compilePolicy.ts';
import { type LinkConfig, renderLink } from '../pipeline/enrich/links.ts';
import type { RunbookDesk } from '../pipeline/enrich/runbook/runbookDesk.ts';
import type { IncidentView, RunbookView } from '../pipeline/notify/notifier.ts';
import { webLink } from '../pipeline/notify/webLink.ts';
import { redactOrMark } from '../redact/redactOrMark.ts';
import { runbooksFor } from './runbooksFor.ts';
import { subjectOf, type Window } from './subjectOf.ts';

/** By what the configuration in force points to more than the alerts do. */
export interface Pointing {
  readonly policy: Policy;
  readonly runbooks: RunbookDesk;
  readonly links: readonly LinkConfig[];
  readonly window: Window;
}

/** Where a person looks first: known at once, from what the alerts carry and the configuration says. */
export function pointersOf(
  incident: IncidentView,
  now: number,
  { policy, runbooks, links, window }: Pointing,
): Required<Pick<IncidentView, 'runbooks' | 'links'>> {
  const { values } = subjectOf(incident, now, window);
  const redact = (text: string) => redactOrMark(text, policy.redactor);
  const chosen = runbooksFor(incident.alerts, policy, runbooks).runbooks.map(
    ({ url, section }): RunbookView => ({
      url,
      section: section ? { heading: redact(section.heading), quote: redact(section.quote) } : null,
    }),
  );
  const rendered = links.map((link) => renderLink(link, values, webLink));
  return { runbooks: chosen, links: rendered.flatMap((link) => ('href' in link ? [link] : [])) };
}
