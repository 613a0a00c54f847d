import { expect, it } from 'vitest';
import { Refusals } from '../../src/http/intake/refusals.ts';

it('lets each sender through again by the time that Alertmanager comes again', () => {
  const through: string[] = [];
  let now = 0;
  const clock = { now: () => 0, monotonic: () => now };
  const refusals = new Refusals(clock, ({ sender, status }) => void through.push(`${now / 1000} ${sender} ${status}`));
  const refused = (integration: string | null, status: 401 | 413 = 401) =>
    refusals.refused({ integration, remote: '10.0.0.1', status });
  for (now = 0; now <= 600_000; now += 299_500) {
    refused('prod');
    refused('prod');
  }
  refused(null);
  refused('prod', 413);
  expect(through).toEqual([
    '0 integration prod 401',
    '299.5 integration prod 401',
    '599 integration prod 401',
    '898.5 a sender at 10.0.0.1 401',
    '898.5 integration prod 413',
  ]);
});
