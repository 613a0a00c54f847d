import { labelValue } from '../../alert/labels.ts';
import type { IncidentView } from './notifier.ts';
import { webLink } from './webLink.ts';

const ANNOTATIONS = ['runbook_url', 'runbook'];

interface RunbookLink {
  readonly href: string;
  readonly host: string;
  /** As in `RunbookView`. */
  readonly trouble: string | null;
}

/** The links to its runbooks, best first; where nobody chose them, those that the alerts carry, each once, the first alert's first. */
export function runbookLinks(incident: IncidentView, longest?: number): RunbookLink[] {
  const found = new Map<string, RunbookLink>();
  if (incident.runbooks) {
    return incident.runbooks.flatMap(({ url, trouble }) => {
      const link = url === null ? null : webLink(url, longest);
      return link ? [{ ...link, trouble }] : [];
    });
  }
  for (const alert of incident.alerts) {
    for (const name of ANNOTATIONS) {
      const link = webLink(labelValue(alert.annotations, name), longest);
      if (link) found.set(link.href, { ...link, trouble: null });
    }
  }
  return [...found.values()];
}
