import { emptyLabels, labelValue } from '../alert/labels.ts';
import { type Instant, instantOf, rfc3339 } from '../alert/timestamp.ts';
import type { Subject } from '../pipeline/enrich/subject.ts';
import type { AlertView, IncidentView } from '../pipeline/notify/notifier.ts';
import { foundTrace } from './foundTrace.ts';

/** What has to be known of an incident. */
export type Described = Pick<
  IncidentView,
  'number' | 'title' | 'severity' | 'service' | 'team' | 'triggeredAt' | 'groupLabels'
> & {
  readonly alerts: readonly Pick<AlertView, 'labels' | 'annotations' | 'startsAt' | 'generatorUrl'>[];
  /** What is known already: of it a template may speak too. */
  readonly evidence?: IncidentView['evidence'];
};

/** Around the beginning of an alert, in milliseconds. */
export interface Window {
  readonly beforeMs: number;
  readonly afterMs: number;
}

/**
 * What is looked for: the alert that the incident is named after, around its beginning. The window ends now at the latest: what comes
 * later cannot be waited for. Of an alert that fires for long already, the last stretch is looked at.
 */
export function subjectOf(incident: Described, now: Instant, { beforeMs, afterMs }: Window): Subject {
  const [alert] = incident.alerts;
  const startedAt = alert ? Math.min(instantOf(alert.startsAt), now) : incident.triggeredAt;
  const labels = alert?.labels ?? incident.groupLabels;
  const wanted = startedAt + afterMs;
  const to = now - wanted > beforeMs ? now : Math.min(now, wanted);
  const from = to === now && now - wanted > beforeMs ? now - beforeMs - afterMs : startedAt - beforeMs;
  const window = { from, to: Math.max(to, from + 1_000) };
  const trace = foundTrace(incident.evidence ?? []);
  const facts = {
    number: String(incident.number),
    title: incident.title,
    severity: incident.severity,
    cluster: labelValue(labels, 'cluster'),
    ...(incident.service !== null && { service: incident.service }),
    ...(incident.team !== null && { team: incident.team }),
    from_ms: String(window.from),
    to_ms: String(window.to),
    from_s: String(Math.floor(window.from / 1000)),
    to_s: String(Math.ceil(window.to / 1000)),
    from_iso: rfc3339(window.from),
    to_iso: rfc3339(window.to),
    ...(trace !== null && { trace }),
  };
  const annotations = alert?.annotations ?? emptyLabels();
  const { service } = incident;
  const generatorUrl = alert?.generatorUrl ?? '';
  return { labels, annotations, generatorUrl, service, startedAt, now, window, values: { labels, annotations, facts } };
}
