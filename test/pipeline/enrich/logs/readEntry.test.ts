import { describe, expect, it } from 'vitest';
import { readEntry } from '../../../../src/pipeline/enrich/logs/readEntry.ts';
import type { Redacted } from '../../../../src/redact/redacted.ts';

const ID = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('an entry', () => {
  it.each([
    ['by its text', { at: 5 }, `[ERROR] trace_id=${ID} no`, 'error', ID],
    [
      'by its text before its source',
      { at: 5, level: 'info', traceId: ID.replace('4', '5') },
      `[ERROR] trace_id=${ID} no`,
      'error',
      ID,
    ],
    ['by its source', { at: 5, level: 'WARNING', traceId: ID.toUpperCase() }, 'no', 'warn', ID],
    ['of neither', { at: 5, level: 'unknown', traceId: '../admin' }, 'no', null, null],
    ['with a zero trace', { at: 5, traceId: '0'.repeat(16) }, 'no', null, null],
  ])('is read %s', (_, line, text, level, traceId) => {
    expect(readEntry(line, text as Redacted)).toEqual({ at: 5, text, level, traceId });
  });
});
