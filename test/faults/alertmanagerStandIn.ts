import { createHash } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from './random.ts';

/** One alert as one webhook carried it. */
export interface OfferedAlert {
  readonly fingerprint: string;
  readonly startsAt: string;
  readonly status: 'firing' | 'resolved';
}

/** One attempt at one webhook. `unknown`: cut off before an answer; it may have been stored all the same. */
export interface Offer {
  readonly group: string;
  readonly body: string;
  readonly alerts: readonly OfferedAlert[];
  readonly outcome: 'ok' | 'refused' | 'unknown';
  readonly status: number | null;
}

interface HeldAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly fingerprint: string;
  startsAt: number;
  endsAt: number | null;
}

/** What Alertmanager's notification log keeps of a group: the last notification that was taken. */
interface Told {
  readonly firing: ReadonlySet<string>;
  readonly resolved: ReadonlySet<string>;
  readonly at: number;
}

interface Group {
  readonly name: string;
  readonly alerts: Map<string, HeldAlert>;
  told: Told | null;
  /** The flush failed: again at the next tick, whatever the log says. */
  failed: boolean;
}

export interface StandInOptions {
  readonly url: string;
  readonly random: Random;
  /** The sender's wall clock. */
  readonly now: () => number;
  readonly groupIntervalMs: number;
  readonly repeatIntervalMs: number;
  /** First back-off; Alertmanager's is 500 ms. It grows by half each time, jittered, up to 20 times this. */
  readonly backoffMs: number;
}

const ZERO_TIME = '0001-01-01T00:00:00Z';

/**
 * A sender that keeps Alertmanager's promises and no others: it groups by alertname, flushes at each group interval what its
 * log does not know yet, tries again within a flush only after 5xx or a broken connection, and drops what resolved once that
 * was taken. What fired and resolved without ever being taken is never sent.
 */
export class AlertmanagerStandIn {
  readonly offers: Offer[] = [];
  readonly #options: StandInOptions;
  readonly #groups = new Map<string, Group>();
  readonly #agent = new Agent({ keepAlive: true });
  #loops: Promise<void>[] = [];
  #stopped = false;

  constructor(options: StandInOptions) {
    this.#options = options;
  }

  fire(labels: Readonly<Record<string, string>> & { alertname: string }): void {
    const group = this.#group(labels.alertname);
    const fingerprint = createHash('sha256').update(JSON.stringify(labels)).digest('hex').slice(0, 16);
    group.alerts.set(fingerprint, { labels, fingerprint, startsAt: this.#options.now(), endsAt: null });
  }

  resolve(labels: Readonly<Record<string, string>> & { alertname: string }): void {
    for (const alert of this.#group(labels.alertname).alerts.values()) {
      if (JSON.stringify(alert.labels) === JSON.stringify(labels)) alert.endsAt ??= this.#options.now();
    }
  }

  /** Nothing is left to send. */
  get calm(): boolean {
    return [...this.#groups.values()].every((group) => !group.failed && !this.#isNews(group));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#loops);
    this.#agent.destroy();
  }

  #group(name: string): Group {
    const known = this.#groups.get(name);
    if (known) return known;
    const group: Group = { name, alerts: new Map(), told: null, failed: false };
    this.#groups.set(name, group);
    this.#loops.push(this.#run(group));
    return group;
  }

  async #run(group: Group): Promise<void> {
    while (!this.#stopped) {
      await sleep(this.#options.groupIntervalMs);
      if (group.failed || this.#isNews(group)) await this.#flush(group);
    }
  }

  #isNews({ alerts, told }: Group): boolean {
    const firing = [...alerts.values()].filter(({ endsAt }) => endsAt === null);
    const resolved = [...alerts.values()].filter(({ endsAt }) => endsAt !== null);
    if (!told) return firing.length > 0;
    if (firing.some(({ fingerprint }) => !told.firing.has(fingerprint))) return true;
    if (firing.length === 0) return told.firing.size > 0;
    if (resolved.some(({ fingerprint }) => !told.resolved.has(fingerprint))) return true;
    return this.#options.now() - told.at > this.#options.repeatIntervalMs;
  }

  /** One flush: one body, tried until it is taken, refused, or the time is up. */
  async #flush(group: Group): Promise<void> {
    const { backoffMs, groupIntervalMs, random, now } = this.#options;
    const sent = [...group.alerts.values()].map((alert) => ({ ...alert }));
    if (sent.length === 0) return;
    const body = JSON.stringify(bodyOf(group.name, sent));
    const alerts = sent.map(({ fingerprint, startsAt, endsAt }) => ({
      fingerprint,
      startsAt: new Date(startsAt).toISOString(),
      status: endsAt === null ? ('firing' as const) : ('resolved' as const),
    }));
    const until = performance.now() + Math.max(groupIntervalMs, 10_000);
    group.failed = true;
    for (let wait = backoffMs; performance.now() < until && !this.#stopped; wait = Math.min(wait * 1.5, backoffMs * 20)) {
      const status = await post(this.#options.url, body, this.#agent);
      const outcome = status === null ? 'unknown' : status < 300 ? 'ok' : 'refused';
      this.offers.push({ group: group.name, body, alerts, outcome, status });
      if (outcome === 'ok') {
        group.failed = false;
        const keys = (isFiring: boolean): Set<string> =>
          new Set(sent.filter(({ endsAt }) => (endsAt === null) === isFiring).map(({ fingerprint }) => fingerprint));
        group.told = { firing: keys(true), resolved: keys(false), at: now() };
        for (const { fingerprint, startsAt, endsAt } of sent) {
          // Gone once told, unless it has fired again meanwhile.
          if (endsAt !== null && group.alerts.get(fingerprint)?.startsAt === startsAt) group.alerts.delete(fingerprint);
        }
        return;
      }
      if (status !== null && status < 500) return;
      await sleep(wait * (0.5 + random.number()));
    }
  }
}

function bodyOf(name: string, alerts: readonly HeldAlert[]): object {
  const firing = alerts.some(({ endsAt }) => endsAt === null);
  return {
    version: '4',
    groupKey: `{}:{alertname="${name}"}`,
    truncatedAlerts: 0,
    status: firing ? 'firing' : 'resolved',
    receiver: 'tocsin',
    groupLabels: { alertname: name },
    commonLabels: { alertname: name },
    commonAnnotations: {},
    externalURL: 'http://alertmanager.test',
    alerts: alerts.map(({ labels, fingerprint, startsAt, endsAt }) => ({
      status: endsAt === null ? 'firing' : 'resolved',
      labels,
      annotations: { summary: `${name} of ${labels.instance ?? 'nobody'}` },
      startsAt: new Date(startsAt).toISOString(),
      endsAt: endsAt === null ? ZERO_TIME : new Date(endsAt).toISOString(),
      generatorURL: '',
      fingerprint,
    })),
  };
}

/** The status, or null where no answer came. */
function post(url: string, body: string, agent: Agent): Promise<number | null> {
  return new Promise((resolve) => {
    const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
    const sending = request(url, { method: 'POST', agent, headers, timeout: 10_000 }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? null));
      response.once('error', () => resolve(null));
    });
    sending.once('timeout', () => sending.destroy());
    sending.once('error', () => resolve(null));
    sending.end(body);
  });
}
