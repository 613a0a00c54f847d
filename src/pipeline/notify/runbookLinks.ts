import { labelValue } from '../../alert/labels.ts';
import type { IncidentView } from './notifier.ts';
import { webLink } from './webLink.ts';

const ANNOTATIONS = ['runbook_url', 'runbook'];

/** The links to its runbooks, best first; where nobody chose them, those that the alerts carry, each once, the first alert's first. */
export function runbookLinks(incident: IncidentView, longest?: number): { readonly href: string; readonly host: string }[] {
  const found = new Map<string, { href: string; host: string }>();
  if (incident.runbooks) {
    const links = incident.runbooks.map(({ url }) => (url === null ? null : webLink(url, longest)));
    return links.filter((link) => link !== null);
  }
  for (const alert of incident.alerts) {
    for (const name of ANNOTATIONS) {
      const link = webLink(labelValue(alert.annotations, name), longest);
      if (link) found.set(link.href, link);
    }
  }
  return [...found.values()];
}
