import { entryId } from '../../src/store/entryId.ts';
import type { FoundEvidence } from '../../src/store/evidenceRuns.ts';
import type { NewEntry } from '../../src/store/journal.ts';
import type { incidents } from '../../src/store/schema.ts';
import { START } from '../fakeClock.ts';
import { redacted } from '../redacted.ts';

/** An incident that people were told of when it was triggered, at START. */
export function incidentRow(number: number, over: Partial<typeof incidents.$inferInsert> = {}): typeof incidents.$inferInsert {
  return {
    ...{
      number,
      groupKey: `k${number}`,
      groupLabels: {},
      title: 'DiskFull',
      status: 'triggered',
      urgency: 'high',
      severity: 'error',
    },
    ...{ opening: 1, revision: 1, createdAt: START, triggeredAt: START, acknowledgedAt: null, acknowledgedBy: null },
    ...{ resolvedAt: null, resolvedBy: null, notifiedAt: START, firing: 1, resolved: 0, waiting: 0, truncated: {}, targets: [] },
    ...{ reopenWindowMs: 0, alarm: false },
    ...over,
  };
}

/** What a log source had for an opening, with its file. */
export function foundLogs(id: string, over: Partial<FoundEvidence> = {}): FoundEvidence {
  return {
    ...{ id, incident: 1, opening: 1, kind: 'logs', source: 'loki', status: 'found', because: null, askedAt: START, tookMs: 812 },
    ...{ query: redacted('{app="checkout"}'), from: START - 300_000, to: START + 60_000, hasFile: true },
    content: {
      kind: 'logs',
      patterns: [
        {
          ...{ text: redacted('payment <*> failed'), count: 3, first: START - 60_000, last: START, level: 'error', isNew: true },
          ...{ sample: redacted('payment 17 failed'), traces: [{ id: 'abc', url: 'https://tempo.test/abc' }] },
        },
      ],
      ...{ lines: 3, others: { patterns: 0, lines: 0 } },
    },
    file: redacted('payment 17 failed\npayment 18 failed\npayment 19 failed\n'),
    ...over,
  };
}

/** The entry that says that evidence has come. */
export function evidenceEntry(): NewEntry {
  return { id: entryId(START), kind: 'evidence', receivedAt: START, integration: null, correlationId: 'c', body: '{}' };
}
