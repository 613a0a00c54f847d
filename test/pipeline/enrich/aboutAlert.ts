import { emptyLabels } from '../../../src/alert/labels.ts';
import type { Subject } from '../../../src/pipeline/enrich/subject.ts';

export const STARTED = Date.UTC(2026, 2, 4, 2, 17);

/** What evidence is looked for: an alert that fires for two minutes. */
export function aboutAlert(
  labels: Readonly<Record<string, string>> = { alertname: 'CheckoutSlow', service: 'checkout' },
  over: Partial<Omit<Subject, 'labels' | 'values'>> & { readonly trace?: string } = {},
): Subject {
  const window = { from: STARTED - 300_000, to: STARTED + 60_000 };
  const { trace, ...rest } = over;
  const service = labels.service ?? null;
  const subject = {
    service,
    annotations: emptyLabels(),
    generatorUrl: '',
    startedAt: STARTED,
    now: STARTED + 120_000,
    window,
    ...rest,
  };
  const own = Object.assign(emptyLabels(), labels);
  const { from, to } = subject.window;
  const facts = {
    ...(service !== null && { service }),
    ...(trace !== undefined && { trace }),
    from_ms: `${from}`,
    to_ms: `${to}`,
    from_s: `${Math.floor(from / 1_000)}`,
    to_s: `${Math.floor(to / 1_000)}`,
  };
  return { ...subject, labels: own, values: { labels: own, annotations: subject.annotations, facts } };
}
