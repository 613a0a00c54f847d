import type { AcceptedEvent } from '../fakes/pagerduty.ts';
import type { SlackFakeMessage } from '../fakes/slackModel.ts';
import type { Evidence, Stored } from './evidence.ts';
import { groupBy } from './groupBy.ts';

/** Two startsAt this close are one episode: `pipeline/group/dedup.ts`. */
const SAME_START_MS = 15_000;

type Law = (evidence: Evidence) => string[];

/**
 * Judges a run after its faults have ended and everything had time to settle. Answers what was broken, in words, each
 * beginning with the law's name; nothing when all held.
 */
export function check(evidence: Evidence): string[] {
  return Object.entries(LAWS).flatMap(([name, law]) => law(evidence).map((finding) => `${name}: ${finding}`));
}

const LAWS: Readonly<Record<string, Law>> = {
  /** What was answered 2xx is in the journal, once for each answer, and nothing is there that nobody sent. */
  stored: ({ offers, stored }) => {
    const rows = countBy(stored.journal.filter(({ kind }) => kind.startsWith('webhook/')).map(({ body }) => body));
    const answered = countBy(offers.filter(({ outcome }) => outcome === 'ok').map(({ body }) => body));
    const sent = countBy(offers.map(({ body }) => body));
    return [
      ...[...answered]
        .filter(([body, times]) => (rows.get(body) ?? 0) < times)
        .map(([body, times]) => `answered 2xx ${times} times, stored ${rows.get(body) ?? 0} times: ${inShort(body)}`),
      ...[...rows]
        .filter(([body, times]) => times > (sent.get(body) ?? 0))
        .map(([body, times]) => `stored ${times} times, sent ${sent.get(body) ?? 0} times: ${inShort(body)}`),
    ];
  },

  /** A sender is never refused in a way that it does not try again at once. */
  answered: ({ offers }) =>
    offers
      .filter(({ outcome, status }) => outcome === 'refused' && (status ?? 0) < 500)
      .map(({ group, status }) => `${group} was answered ${status}`),

  /** Every entry is decided, at a place of its own, without gaps. */
  decided: ({ stored }) => {
    const positions = stored.journal.flatMap(({ position }) => position ?? []).sort((a, b) => a - b);
    const gap = positions.findIndex((position, index) => position !== index + 1);
    return [
      ...stored.journal.filter(({ position }) => position === null).map(({ id, kind }) => `${kind} ${id} was not decided`),
      ...stored.journal.filter(({ error }) => error !== null).map(({ id, error }) => `entry ${id} failed: ${error}`),
      ...(gap >= 0 ? [`position ${positions[gap]} stands where ${gap + 1} belongs`] : []),
    ];
  },

  /** Every alert that was answered 2xx has its episode, and one that fired has its incident. */
  kept: ({ offers, stored }) => {
    const answered = offers.filter(({ outcome }) => outcome === 'ok').flatMap(({ alerts }) => alerts);
    const known = groupBy(stored.alerts, ({ fingerprint }) => fingerprint);
    return unique(answered, ({ fingerprint, startsAt, status }) => `${fingerprint} ${startsAt} ${status}`).flatMap(
      ({ fingerprint, startsAt, status }) => {
        const rows = known.get(fingerprint) ?? [];
        // The end of an episode that was never announced ends the one before it.
        const isEnded = (row: Stored['alerts'][number]): boolean =>
          status === 'resolved' && row.status === 'resolved' && Date.parse(row.startsAt) <= Date.parse(startsAt);
        const episode = rows.find((row) => isSameStart(startsAt, [row.startsAt, ...row.aliases])) ?? rows.find(isEnded);
        if (!episode) return [`${fingerprint} since ${startsAt} (${status}) is missing`];
        return status === 'firing' && episode.incident === null ? [`${fingerprint} since ${startsAt} has no incident`] : [];
      },
    );
  },

  /** Every incident was paged, unless it was over before its page could leave, and then its delivery says so. */
  paged: ({ events, stored }) =>
    stored.deliveries
      .filter(({ notifier, kind }) => notifier === 'pagerduty' && kind === 'state')
      .flatMap(({ incident, target, status }) => {
        if (eventsOf(events, stored, incident, 'trigger').length > 0) return [];
        // In doubt when it ended: what may be open over there is closed, and no more is owed.
        const isClosed = status === 'superseded' || eventsOf(events, stored, incident, 'resolve').length > 0;
        if (isClosed && stateOf(stored, incident) === 'resolved') return [];
        return [`#${incident} was never taken by ${target} (${status})`];
      }),

  /** Every incident that fires tells PagerDuty and Slack. */
  routed: ({ stored }) =>
    stored.incidents.flatMap(({ number, alarm }) => {
      const told = stored.deliveries.filter(({ incident }) => incident === number).map(({ notifier }) => notifier);
      const missing = (['pagerduty', 'slack'] as const).filter((notifier) => !told.includes(notifier));
      // Fired and gone within group_wait: nobody is told of it.
      if (alarm || (told.length === 0 && stateOf(stored, number) === 'resolved')) return [];
      return missing.map((notifier) => `#${number} has no delivery to ${notifier}`);
    }),

  /** Per key: triggers, then resolves, and no second incident. */
  once: ({ events }) =>
    [...groupBy(events, ({ routingKey, dedupKey }) => `${routingKey} ${dedupKey}`)].flatMap(([key, ofKey]) => {
      const opened = ofKey.filter(({ effect }) => effect === 'opened').length;
      const order = ofKey.map(({ action }) => action).join(' ');
      return [
        ...(opened > 1 ? [`${opened} PagerDuty incidents under ${key}`] : []),
        ...(/^(trigger ?)*(acknowledge ?)*(resolve ?)*$/.test(order) ? [] : [`${key} was told ${order}`]),
      ];
    }),

  /** PagerDuty saw no more incidents of a group than the sender saw it begin to fire. */
  periods: ({ offers, events }) =>
    [...groupBy(offers, ({ group }) => group)].flatMap(([group, ofGroup]) => {
      const fires = ofGroup.map(({ alerts }) => alerts.some(({ status }) => status === 'firing'));
      const began = fires.filter((isFiring, index) => isFiring && fires[index - 1] !== true).length;
      const opened = events.filter((event) => event.effect === 'opened' && groupOf(event) === group).length;
      return opened > began ? [`${group} began to fire ${began} times and opened ${opened} PagerDuty incidents`] : [];
    }),

  /** One root message per incident and channel, and no message twice. */
  slack: ({ messages, stored }) => {
    const roots = messages.filter(({ thread }) => thread === null);
    const perIncident = countBy(roots.map((message) => `#${incidentOf(message)} in ${message.channel}`));
    const perId = countBy(messages.map((message) => notificationId(message)));
    return [
      ...[...perIncident].filter(([, count]) => count > 1).map(([where, count]) => `${count} root messages of ${where}`),
      ...[...perId].filter(([, count]) => count > 1).map(([id, count]) => `${count} messages are ${id}`),
      ...stored.deliveries
        .filter(({ notifier, kind, status }) => notifier === 'slack' && kind === 'state' && status === 'delivered')
        .filter(({ incident }) => !roots.some((message) => incidentOf(message) === incident))
        .map(({ incident }) => `#${incident} has no message`),
    ];
  },

  /** Nothing is left in the outbox, and nothing has died. */
  settled: ({ stored }) =>
    stored.deliveries
      .filter(({ status }) => status !== 'delivered' && status !== 'superseded')
      .map(({ id, incident, target, status, answer }) => `delivery ${id} of #${incident} to ${target} is ${status}: ${answer}`),

  /** PagerDuty and Slack show what the database says. */
  converged: ({ events, messages, stored }) => {
    const open = openKeys(events);
    const wanted = stored.incidents
      .filter(({ number, status }) => status !== 'resolved' && paging(stored, number))
      .map(({ number, opening }) => `${stored.installation}/${number}/${opening}`);
    const cards = messages.filter(({ thread }) => thread === null);
    return [
      ...wanted.filter((key) => !open.has(key)).map((key) => `${key} is open here and not at PagerDuty`),
      ...[...open].filter((key) => !wanted.includes(key)).map((key) => `${key} is open at PagerDuty and not here`),
      ...cards.flatMap((card) => {
        const shows = /\bResolved, /.test(card.text) ? 'resolved' : 'triggered';
        const is = stateOf(stored, incidentOf(card));
        return shows === is ? [] : [`the message of #${incidentOf(card)} shows ${shows}, it is ${is}`];
      }),
    ];
  },

  /** What the sender last got a 2xx for is what PagerDuty shows: seen from outside, without the database. */
  current: ({ offers, events }) => {
    const open = openKeys(events);
    const openGroups = new Set(
      events.filter(({ dedupKey, action }) => action === 'trigger' && open.has(dedupKey)).map((event) => groupOf(event)),
    );
    return [...groupBy(offers, ({ group }) => group)].flatMap(([group, ofGroup]) => {
      const last = ofGroup.at(-1);
      // Cut off at the last attempt: either is right.
      if (last?.outcome !== 'ok') return [];
      const isFiring = last.alerts.some(({ status }) => status === 'firing');
      if (isFiring === openGroups.has(group)) return [];
      return [`${group} ${isFiring ? 'fires, and nothing is open' : 'has ended, and something is open'} at PagerDuty`];
    });
  },
};

function openKeys(events: readonly AcceptedEvent[]): Set<string> {
  const open = new Set<string>();
  for (const { effect, dedupKey } of events) {
    if (effect === 'opened') open.add(dedupKey);
    if (effect === 'resolved') open.delete(dedupKey);
  }
  return open;
}

function eventsOf(
  events: readonly AcceptedEvent[],
  stored: Stored,
  incident: number,
  wanted: AcceptedEvent['action'],
): AcceptedEvent[] {
  const prefix = `${stored.installation}/${incident}/`;
  return events.filter(({ action, dedupKey }) => action === wanted && dedupKey.startsWith(prefix));
}

/** The alertname that a trigger was about. */
function groupOf({ body }: AcceptedEvent): string {
  if (body.event_action !== 'trigger') return '';
  const labels = body.payload.custom_details?.group_labels;
  return typeof labels === 'object' && labels !== null && 'alertname' in labels ? String(labels.alertname) : '';
}

function notificationId({ metadata }: SlackFakeMessage): string {
  const payload = (metadata as { event_payload?: { notification_id?: string } } | undefined)?.event_payload;
  return payload?.notification_id ?? 'a message without an id';
}

function incidentOf(message: SlackFakeMessage): number {
  return Number(notificationId(message).split('/')[1]);
}

function stateOf(stored: Stored, incident: number): string {
  return stored.incidents.find(({ number }) => number === incident)?.status ?? 'unknown';
}

function paging(stored: Stored, incident: number): boolean {
  return stored.deliveries.some((row) => row.incident === incident && row.notifier === 'pagerduty' && row.kind === 'state');
}

function isSameStart(startsAt: string, known: readonly string[]): boolean {
  const at = Date.parse(startsAt);
  return known.some((other) => Math.abs(Date.parse(other) - at) <= SAME_START_MS);
}

function countBy(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function unique<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}

/** A webhook's body as a finding shows it. */
function inShort(body: string): string {
  return (/"alerts":.*/.exec(body)?.[0] ?? body).slice(0, 300);
}
