import { describe, expect, it } from 'vitest';
import { retryEvidence } from '../../src/outbox/retryEvidence.ts';
import type { DeliveryReason } from '../../src/pipeline/notify/deliveryError.ts';

const failure = (reason: DeliveryReason, retryable: boolean, retryAfterMs: number | null = null) => ({
  reason,
  retryable,
  retryAfterMs,
});

describe('when evidence that was not taken is tried again', () => {
  it.each([
    ['a server in trouble', failure('server_error', true), 1, 750],
    ['a server in trouble, the seventh time', failure('server_error', true), 7, 45_000],
    ['told to wait', failure('rate_limited', true, 7_000), 1, 7_000],
  ])('%s: later, and pages to the same account do not wait for it', (_case, error, attempts, afterMs) => {
    expect(retryEvidence(error, attempts, 0.5)).toEqual({ again: true, afterMs, pauseTarget: false });
  });

  it.each([
    ['a refused credential', failure('auth', false), 1],
    ['what will never be taken', failure('client_error', false), 1],
    ['the eighth failure', failure('server_error', true), 8],
    ['the eighth time that it is told to wait', failure('rate_limited', true), 8],
  ])('%s: never', (_case, error, attempts) => {
    expect(retryEvidence(error, attempts, 0.5)).toEqual({ again: false });
  });
});
