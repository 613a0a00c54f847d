import type { Limits, Subject } from '../../../../src/pipeline/enrich/subject.ts';

export const NOW = Date.UTC(2026, 2, 4, 2, 17);
/** The stretch around the alert: five minutes before, one after. */
export const WINDOW = { from: NOW - 360_000, to: NOW } as const;

export function aSubject(labels: Record<string, string> = { service: 'checkout', namespace: 'shop' }): Subject {
  return {
    labels,
    annotations: {},
    generatorUrl: '',
    service: labels.service ?? null,
    startedAt: NOW - 60_000,
    now: NOW,
    window: WINDOW,
    values: { labels, annotations: {}, facts: {} },
  };
}

export function limitsOf(timeoutMs = 5_000): Limits {
  return { timeoutMs, signal: AbortSignal.timeout(timeoutMs) };
}
