import { expect, it } from 'vitest';
import { timestampOf } from '../../src/alert/timestamp.ts';
import { NO_RULES, PLAIN_ROUTE } from '../../src/pipeline/policy.ts';
import { START } from '../fakeClock.ts';
import { Play } from './play.ts';
import { SECOND } from './traceMoves.ts';

it('an alert that is over when it is heard of, and fires again in the same webhook, is counted twice and waits once', () => {
  const urgency = { rules: [{ matchers: [], kinds: [], urgency: 'low' as const, when: null }], default: 'low' as const };
  const holdDown = [{ matchers: [], forMs: 20 * SECOND, since: 'started' as const }];
  const counts = new Map<string, number>();
  const route = { ...PLAIN_ROUTE, receiver: 'pager' };
  const play = new Play({ urgency, route, noise: { ...NO_RULES.noise, holdDown } }, null, ({ stamps }) => {
    for (const stamp of stamps)
      for (const [word, count] of Object.entries(stamp.counts)) counts.set(word, (counts.get(word) ?? 0) + count);
  });
  const at = (seconds: number): string => timestampOf(START + seconds * SECOND);
  const labels = { alertname: 'A', severity: 'info' };
  const alerts = [
    { status: 'firing', startsAt: at(0), endsAt: at(10), labels },
    { status: 'firing', startsAt: at(20), endsAt: at(10), labels },
  ];
  play.stage.wait(25 * SECOND);
  play.run([{ after: 0, alerts, word: null }] as unknown as Parameters<Play['run']>[0]);
  expect(Object.fromEntries(counts)).toMatchObject({ received: 2, deferred: 1, 'suppressed.urgency': 1 });
  play.stage.wait(60 * SECOND);
  expect(Object.fromEntries(counts)).toMatchObject({ received: 2, deferred: 0, 'suppressed.urgency': 2 });
});

it('what a storm takes as its hold-down ends says so, also where no receiver is told of it', () => {
  const holdDown = [{ matchers: [], forMs: 20 * SECOND, since: 'started' as const }];
  const storm = { alerts: 2, windowMs: 60 * SECOND, by: ['severity'], holdMs: 120 * SECOND };
  const silent = { ...PLAIN_ROUTE, receiver: 'none', matchers: ['team="t"'] };
  const route = { ...PLAIN_ROUTE, receiver: 'oncall', routes: [silent] };
  const grouping = [{ matchers: [], groupBy: ['alertname'], groupWaitMs: 0, reopenWindowMs: 600 * SECOND }];
  const play = new Play({ grouping, route, noise: { ...NO_RULES.noise, holdDown, storm } }, null);
  const at = timestampOf(START);
  const firing = (alertname: string, more: object): object => ({
    ...{ status: 'firing', startsAt: at, endsAt: at },
    labels: { alertname, severity: 'warning', ...more },
  });
  const alerts = [firing('C', { region: 'eu' }), firing('A', { team: 't' }), firing('C', {})];
  play.run(alerts.map((alert) => ({ after: 0, alerts: [alert], word: null })) as unknown as Parameters<Play['run']>[0]);
  play.stage.wait(30 * SECOND);
  const unrouted = play.stage.made.flatMap(({ decisions }) => decisions).filter(({ reason }) => reason === 'no_receiver');
  const [decision] = unrouted;
  expect(unrouted).toHaveLength(1);
  expect(decision?.incident).toBe(1);
  expect(decision?.trace?.moved).toBe('storm');
});
