import { describe, expect, it } from 'vitest';
import type { AcceptedEvent } from '../fakes/pagerduty.ts';
import type { SlackFakeMessage } from '../fakes/slackModel.ts';
import type { Offer, OfferedAlert } from './alertmanagerStandIn.ts';
import { check } from './check.ts';
import type { Evidence } from './evidence.ts';

const KEY = '0'.repeat(32);
const DISK: OfferedAlert = { fingerprint: 'f1', startsAt: '2026-03-02T10:00:00.000Z', status: 'firing' };

function offer(group: string, alert: OfferedAlert, outcome: Offer['outcome'] = 'ok'): Offer {
  return { group, body: `${group} ${alert.status}`, alerts: [alert], outcome, status: outcome === 'ok' ? 200 : null };
}

function event(
  action: AcceptedEvent['action'],
  dedupKey: string,
  effect: AcceptedEvent['effect'],
  group = 'Disk',
): AcceptedEvent {
  const common = { routing_key: KEY, dedup_key: dedupKey };
  const payload = {
    summary: group,
    source: 'test',
    severity: 'critical' as const,
    custom_details: { group_labels: { alertname: group } },
  };
  const body = action === 'trigger' ? { ...common, event_action: action, payload } : { ...common, event_action: action };
  return { action, routingKey: KEY, dedupKey, body, effect };
}

function message(incident: number, text: string, id = `here/${incident}/2/post.1`): SlackFakeMessage {
  const metadata = { event_type: 'tocsin_incident', event_payload: { notification_id: id } };
  return { channel: 'C1', ts: '1.1', thread: null, broadcast: false, text, blocks: [], metadata, edits: 0 };
}

const delivery = (id: number, incident: number, notifier: 'pagerduty' | 'slack') =>
  ({ id, kind: 'state', incident, target: `ada/${notifier}/0`, notifier, status: 'delivered', answer: 'ok' }) as const;

/** #1, Disk, fired and ended; #2, Net, fires. */
function good() {
  const net: OfferedAlert = { fingerprint: 'f2', startsAt: '2026-03-02T10:05:00.000Z', status: 'firing' };
  const row = (id: string, position: number, body: string) => ({ id, kind: 'webhook/alertmanager', body, position, error: null });
  return {
    offers: [offer('Disk', DISK), offer('Disk', { ...DISK, status: 'resolved' }), offer('Net', net)],
    events: [
      event('trigger', 'here/1/1', 'opened'),
      event('resolve', 'here/1/1', 'resolved'),
      event('trigger', 'here/2/1', 'opened', 'Net'),
    ],
    messages: [message(1, '✅ Resolved, critical: Disk'), message(2, '🔴 Firing, critical: Net')],
    stored: {
      installation: 'here',
      journal: [row('a', 1, 'Disk firing'), row('b', 2, 'Disk resolved'), row('c', 3, 'Net firing')],
      alerts: [
        { fingerprint: 'f1', startsAt: DISK.startsAt, aliases: [], latest: true, status: 'resolved', incident: 1 },
        { fingerprint: 'f2', startsAt: net.startsAt, aliases: [], latest: true, status: 'firing', incident: 2 },
      ],
      incidents: [
        { number: 1, status: 'resolved', opening: 1, groupLabels: { alertname: 'Disk' }, alarm: false },
        { number: 2, status: 'triggered', opening: 1, groupLabels: { alertname: 'Net' }, alarm: false },
      ],
      deliveries: [delivery(1, 1, 'pagerduty'), delivery(2, 1, 'slack'), delivery(3, 2, 'pagerduty'), delivery(4, 2, 'slack')],
    },
  } satisfies Evidence;
}

type Good = ReturnType<typeof good>;

/** Histories in which something went wrong, and the laws that must notice. */
const BAD: readonly [law: string, what: string, spoil: (good: Good) => unknown][] = [
  ['stored', 'an answered webhook is gone', ({ stored }) => stored.journal.splice(2, 1)],
  ['stored', 'two answers for one row', ({ offers }) => offers.splice(2, 0, structuredClone(offers[2]) as Offer)],
  ['stored', 'a row that nobody sent', ({ stored }) => Object.assign(stored.journal[2] ?? {}, { body: 'made up' })],
  ['answered', 'a sender is refused', ({ offers }) => Object.assign(offers[2] ?? {}, { outcome: 'refused', status: 429 })],
  ['decided', 'an entry waits', ({ stored }) => Object.assign(stored.journal[2] ?? {}, { position: null })],
  ['decided', 'a gap', ({ stored }) => Object.assign(stored.journal[2] ?? {}, { position: 4 })],
  ['decided', 'two entries at one place', ({ stored }) => Object.assign(stored.journal[2] ?? {}, { position: 2 })],
  ['decided', 'an entry failed', ({ stored }) => Object.assign(stored.journal[2] ?? {}, { error: 'boom' })],
  ['kept', 'an alert is missing', ({ stored }) => stored.alerts.splice(0, 1)],
  ['kept', 'an alert has no incident', ({ stored }) => Object.assign(stored.alerts[1] ?? {}, { incident: null })],
  ['paged', 'a page never left', ({ events }) => events.splice(2, 1)],
  [
    'paged',
    'superseded, and yet it fires',
    ({ events, stored }) => [events.splice(2, 1), Object.assign(stored.deliveries[2] ?? {}, { status: 'superseded' })],
  ],
  ['routed', 'an incident tells nobody', ({ stored }) => stored.deliveries.splice(2, 2)],
  ['routed', 'an incident does not tell Slack', ({ stored }) => stored.deliveries.splice(3, 1)],
  ['once', 'a trigger after the resolve', ({ events }) => events.splice(2, 0, event('trigger', 'here/1/1', 'opened'))],
  [
    'once',
    'an acknowledgement after the resolve',
    ({ events }) => events.splice(2, 0, event('acknowledge', 'here/1/1', 'dropped')),
  ],
  [
    'periods',
    'a second incident under a new key',
    ({ events }) => events.splice(2, 0, event('trigger', 'here/1/2', 'opened'), event('resolve', 'here/1/2', 'resolved')),
  ],
  ['slack', 'two root messages', ({ messages }) => messages.push(message(2, '🔴 Firing, critical: Net', 'here/2/4/post.2'))],
  [
    'slack',
    'a reply twice',
    ({ messages }) => {
      const reply = { ...message(2, 'New', 'here/2/9/note'), thread: '1.1' };
      messages.push(reply, { ...reply, ts: '1.2' });
    },
  ],
  ['slack', 'no message', ({ messages }) => messages.splice(1, 1)],
  ['settled', 'a delivery waits', ({ stored }) => Object.assign(stored.deliveries[3] ?? {}, { status: 'sending' })],
  ['settled', 'a delivery died', ({ stored }) => Object.assign(stored.deliveries[3] ?? {}, { status: 'dead' })],
  ['converged', 'PagerDuty was not told of the end', ({ events }) => events.splice(1, 1)],
  ['converged', 'PagerDuty closed what fires', ({ events }) => events.push(event('resolve', 'here/2/1', 'resolved', 'Net'))],
  ['converged', 'a stale message', ({ messages }) => Object.assign(messages[0] ?? {}, { text: '🔴 Firing, critical: Disk' })],
  [
    'current',
    'here and at PagerDuty it goes on, though the sender said it ended',
    ({ events, stored, messages }) => {
      events.splice(1, 1);
      Object.assign(stored.incidents[0] ?? {}, { status: 'triggered' });
      Object.assign(messages[0] ?? {}, { text: '🔴 Firing, critical: Disk' });
    },
  ],
  [
    'current',
    'it is over here and at PagerDuty, though it fires',
    ({ events, stored, messages }) => {
      events.push(event('resolve', 'here/2/1', 'resolved', 'Net'));
      Object.assign(stored.incidents[1] ?? {}, { status: 'resolved' });
      Object.assign(messages[1] ?? {}, { text: '✅ Resolved, critical: Net' });
    },
  ],
];

describe('the checker', () => {
  it('finds nothing in a good history', () => {
    expect(check(good())).toEqual([]);
  });

  it.each(BAD)('%s: %s', (law, _what, spoil) => {
    const history = good();
    spoil(history);
    expect(check(history).filter((finding) => finding.startsWith(`${law}: `))).not.toEqual([]);
  });

  it('takes what was over before it could be told for what it is', () => {
    const history = good();
    history.events.splice(0, 2);
    history.messages.splice(0, 1);
    Object.assign(history.stored.deliveries[0] ?? {}, { status: 'superseded' });
    Object.assign(history.stored.deliveries[1] ?? {}, { status: 'superseded' });
    expect(check(history)).toEqual([]);
  });

  it('takes an attempt without an answer for either', () => {
    const history = good();
    history.offers.push(offer('Net', { ...DISK, status: 'resolved' }, 'unknown'));
    expect(check(history)).toEqual([]);
  });
});
