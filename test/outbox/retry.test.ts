import { describe, expect, it } from 'vitest';
import { isBroken, retryAfter } from '../../src/outbox/retry.ts';
import type { DeliveryReason } from '../../src/pipeline/notify/deliveryError.ts';

const failure = (reason: DeliveryReason, retryable: boolean, retryAfterMs: number | null = null) => ({
  reason,
  retryable,
  retryAfterMs,
});

describe('when a failed send is tried again', () => {
  it.each([
    ['a refused credential: once a minute, the whole account', failure('auth', false), 1, 60_000, true],
    ['a refused credential, the hundredth time', failure('auth', false), 100, 60_000, true],
    ['told to wait', failure('rate_limited', true, 7_000), 1, 7_000, true],
    ['told to wait, without saying how long', failure('rate_limited', true), 1, 30_000, true],
    ['told to wait no time at all', failure('rate_limited', true, 0), 1, 1_000, true],
    ['told to wait an hour', failure('rate_limited', true, 3_600_000), 1, 3_600_000, true],
    ['a server in trouble, first', failure('server_error', true), 1, 750, false],
    ['a server in trouble, second', failure('server_error', true), 2, 1_500, false],
    ['a server in trouble, sixth', failure('server_error', true), 6, 24_000, false],
    ['a server in trouble, seventh', failure('server_error', true), 7, 45_000, false],
    ['a server in trouble, the thousandth time', failure('server_error', true), 1_000, 45_000, false],
    ['a server in trouble that says when', failure('server_error', true, 20_000), 1, 20_000, false],
    ['a server in trouble that says soon', failure('server_error', true, 10), 4, 6_000, false],
    ['no network', failure('network', true), 3, 3_000, false],
    ['no answer', failure('timeout', true), 1, 750, false],
  ])('%s', (_case, error, attempts, afterMs, pauseTarget) => {
    expect(retryAfter(error, attempts, 0.5)).toEqual({ again: true, afterMs, pauseTarget });
  });

  it.each([
    failure('client_error', false),
    failure('target_gone', false),
    failure('other', false),
    failure('server_error', false, 5_000),
  ])('never: $reason that is not retryable', (error) => {
    expect(retryAfter(error, 1, 0.5)).toEqual({ again: false });
  });

  it('spreads retries over half of the pause', () => {
    const pause = (jitter: number) => retryAfter(failure('network', true), 4, jitter);
    expect([pause(0), pause(1)]).toMatchObject([{ afterMs: 4_000 }, { afterMs: 8_000 }]);
  });
});

it.each([
  ['auth', 0, true],
  ['server_error', 0, false],
  ['server_error', 59_999, false],
  ['server_error', 60_000, true],
  ['network', 7_200_000, true],
] as const)('%s for %i ms: a person hears of it: %s', (reason, ms, told) => {
  expect(isBroken({ reason }, ms)).toBe(told);
});
