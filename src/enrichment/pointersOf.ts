import type { Policy } from '../pipeline/compilePolicy.ts';
import { type LinkConfig, renderLink } from '../pipeline/enrich/links.ts';
import type { LinkHealth } from '../pipeline/enrich/runbook/linkHealth.ts';
import type { RunbookDesk } from '../pipeline/enrich/runbook/runbookDesk.ts';
import type { IncidentView, RunbookView } from '../pipeline/notify/notifier.ts';
import { webLink } from '../pipeline/notify/webLink.ts';
import type { Redacted } from '../redact/redacted.ts';
import { redactOrMark } from '../redact/redactOrMark.ts';
import { runbooksFor } from './runbooksFor.ts';
import { type Described, subjectOf, type Window } from './subjectOf.ts';

/** By what the configuration in force points to more than the alerts do. */
export interface Pointing {
  readonly policy: Policy;
  readonly runbooks: RunbookDesk;
  readonly links: readonly LinkConfig[];
  readonly window: Window;
}

export interface Pointers {
  readonly runbooks: readonly (RunbookView & { readonly health: LinkHealth | null })[];
  /** What stood where a link was looked for. */
  readonly notLinks: readonly { readonly where: string; readonly value: Redacted; readonly what: string }[];
  readonly links: NonNullable<IncidentView['links']>;
}

/** Where a person looks first: known at once, from what the alerts carry and the configuration says. */
export function pointersOf(incident: Described, now: number, { policy, runbooks, links, window }: Pointing): Pointers {
  const { values } = subjectOf(incident, now, window);
  const redact = (text: string) => redactOrMark(text, policy.redactor);
  const chosen = runbooksFor(incident.alerts, policy, runbooks);
  const rendered = links.map((link) => renderLink(link, values, webLink));
  return {
    runbooks: chosen.runbooks.map(({ url, source, section }) => {
      const health = url === null ? null : runbooks.healthOf(url);
      const trouble = health === null || health.status === 'ok' ? null : health.because;
      const quoted = section ? { heading: redact(section.heading), quote: redact(section.quote) } : null;
      return { url, source, section: quoted, trouble, health };
    }),
    notLinks: chosen.notLinks.map(({ where, value, what }) => ({ where, value: redact(value), what })),
    links: rendered.flatMap((link) => ('href' in link ? [link] : [])),
  };
}
