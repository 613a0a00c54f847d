import type { Silence } from '../../src/silence/silence.ts';

/** 2026-03-02T10:00:00Z, when it began. */
export const NOW = Date.UTC(2026, 2, 2, 10);
export const MINUTE = 60_000;

/** A silence of `alertname="DiskFull"` for an hour, and what a test says of it. */
export function aSilence(over: Partial<Silence> = {}): Silence {
  return {
    id: '00000000-0000-4000-8000-000000000001',
    matchers: [{ name: 'alertname', value: 'DiskFull', isRegex: false, isEqual: true }],
    startsAt: NOW,
    endsAt: NOW + 60 * MINUTE,
    createdBy: 'ada',
    comment: '',
    annotations: {},
    updatedAt: NOW,
    source: 'api',
    recurrence: null,
    expiresWhenResolved: false,
    endedAt: null,
    endedBecause: null,
    hidden: 0,
    hiding: 0,
    hiddenNames: [],
    incidents: [],
    ...over,
  };
}
