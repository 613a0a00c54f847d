import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openPglite, openPostgres } from '../../src/store/open.ts';
import { type FakePagerDuty, startPagerDuty } from '../fakes/pagerduty.ts';
import { type FakeSlack, startSlack } from '../fakes/slack.ts';
import { createPostgresDatabase, type EngineKind } from '../openTestDatabase.ts';
import { AlertmanagerStandIn } from './alertmanagerStandIn.ts';
import { check } from './check.ts';
import type { ChildSpec } from './childSpec.ts';
import { eventually } from './eventually.ts';
import { readStored } from './evidence.ts';
import { freePort } from './freePort.ts';
import type { Deed } from './killPoint.ts';
import { Life } from './life.ts';
import { type Random, seeded } from './random.ts';
import { STRUCK } from './strike.ts';

/** Leases and claims last 30 s: after a death the world's clock is moved on so far, instead of waiting. */
export const AFTER_DEATH_MS = 31_000;
const TEAMS = ['ada', 'bob', 'cyd', 'dee', 'eve', 'fay'];

/** Everything around the program: the sender, the fakes, the database's place, and the time. */
export class World {
  readonly seed: number;
  readonly random: Random;
  readonly pagerduty: FakePagerDuty;
  readonly slack: FakeSlack;
  readonly sender: AlertmanagerStandIn;
  readonly port: number;
  /** Every process so far, the last one first. */
  readonly lives: Life[] = [];
  kills = 0;
  #clockAheadMs: number;
  #spare: Life;
  readonly #database: ChildSpec['database'];
  readonly #remove: () => Promise<void>;

  private constructor(made: {
    seed: number;
    ahead: { ms: number };
    pagerduty: FakePagerDuty;
    slack: FakeSlack;
    port: number;
    database: ChildSpec['database'];
    remove: () => Promise<void>;
  }) {
    this.seed = made.seed;
    this.random = seeded(made.seed);
    this.pagerduty = made.pagerduty;
    this.slack = made.slack;
    this.port = made.port;
    this.#database = made.database;
    this.#remove = made.remove;
    this.#clockAheadMs = 0;
    Object.defineProperty(made.ahead, 'ms', { get: () => this.#clockAheadMs });
    this.#spare = new Life();
    this.sender = new AlertmanagerStandIn({
      url: `http://127.0.0.1:${made.port}/webhooks/alertmanager`,
      random: seeded(made.seed + 1),
      now: () => this.now(),
      groupIntervalMs: 150,
      repeatIntervalMs: 60_000,
      backoffMs: 25,
    });
  }

  static async make(kind: EngineKind, seed: number): Promise<World> {
    const ahead = { ms: 0 };
    const channels = TEAMS.map((name, index) => ({ id: `C0TEAM0000${index}`, name }));
    const pagerduty = await startPagerDuty();
    const slack = await startSlack({ channels, now: () => Date.now() + ahead.ms });
    const common = { seed, ahead, pagerduty, slack, port: await freePort() };
    if (kind === 'postgres') {
      const { url, drop } = await createPostgresDatabase();
      return new World({ ...common, database: { kind, url }, remove: drop });
    }
    const dataDir = await mkdtemp(join(tmpdir(), 'tocsin-faults-'));
    const remove = () => rm(dataDir, { recursive: true, force: true });
    return new World({ ...common, database: { kind, dataDir }, remove });
  }

  /** Wall time of everybody in this world, in milliseconds. */
  now(): number {
    return Date.now() + this.#clockAheadMs;
  }

  get life(): Life {
    const [life] = this.lives;
    if (!life) throw new Error('nothing has been started');
    return life;
  }

  /** The labels of one alert of a team; the last two teams' alerts wait for their group. */
  labels(team: number, instance: number): Record<string, string> & { alertname: string } {
    const name = TEAMS[team] ?? 'nobody';
    const alertname = `${name[0]?.toUpperCase()}${name.slice(1)}Down`;
    return { alertname, team: name, instance: `web-${instance}`, severity: 'critical', waits: team >= 4 ? 'yes' : 'no' };
  }

  get teams(): number {
    return TEAMS.length;
  }

  /** Starts a process on the database; it may be struck before it listens. */
  async start(deed: Deed | null = null, port: number = this.port): Promise<Life> {
    const life = this.#spare;
    this.#spare = new Life();
    this.lives.unshift(life);
    await life.begin({
      database: this.#database,
      yaml: yamlFor(this.pagerduty.url, this.slack),
      port,
      clockAheadMs: this.#clockAheadMs,
      deed,
    });
    return life;
  }

  /** Waits until the deed has struck the process, and moves the clock on as far as a lease lasts. */
  async struck(life: Life, deed: Deed): Promise<void> {
    const { signal, code } = await life.end().catch((error: unknown) => {
      throw new Error(`not struck at ${deed.point}, pass ${deed.pass} (seed ${this.seed}): ${String(error)}`);
    });
    if (signal !== 'SIGKILL' || !life.output.includes(`${STRUCK} ${deed.point}`)) {
      throw new Error(`it should have been struck at ${deed.point}, but ended with ${signal ?? code}:\n${life.output}`);
    }
    this.#died();
  }

  async kill(life: Life): Promise<void> {
    await life.kill();
    this.#died();
  }

  #died(): void {
    this.kills += 1;
    this.#clockAheadMs += AFTER_DEATH_MS;
  }

  /** Starts a process that nothing befalls, and waits until there is nothing left to send, decide or deliver. */
  async heal(): Promise<Life> {
    const life = await this.start();
    if ((await life.up()) !== 'listening') throw new Error(`it did not start again:\n${life.output}`);
    await this.calm(life);
    return life;
  }

  async calm(life: Life): Promise<void> {
    let left: readonly string[] = [];
    const isCalm = async (): Promise<boolean> => {
      if (!this.sender.calm) return false;
      left = await life.unfinished();
      // Whatever the sender has said while that was looked up is to be waited for, too.
      return left.length === 0 && this.sender.calm;
    };
    await eventually(isCalm, () => `not settled, seed ${this.seed}: ${left.join('; ')}\n${life.output}`, 60_000);
    await sleep(50);
    await eventually(isCalm, () => `not settled, seed ${this.seed}: ${left.join('; ')}\n${life.output}`);
  }

  /** Ends the process as an operator does, reads the database, and says what was broken. */
  async judge(): Promise<string[]> {
    await this.sender.stop();
    const { life } = this;
    life.process.kill('SIGTERM');
    const { code, signal } = await life.end();
    if (code !== 0) throw new Error(`it should have ended well, but ended with ${signal ?? code}:\n${life.output}`);
    const { kind } = this.#database;
    const database = await (kind === 'pglite'
      ? openPglite(this.#database.dataDir)
      : openPostgres(this.#database.url, { migrate: false, max: 2 }));
    try {
      const stored = await readStored(database.db);
      const found = check({ offers: this.sender.offers, events: this.pagerduty.events, messages: this.slack.messages, stored });
      const used = [...this.pagerduty.violations, ...this.slack.violations].map((violation) => `fake: ${violation}`);
      return [...found, ...used].map((finding) => `${finding} (seed ${this.seed})`);
    } finally {
      await database.close();
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.lives, this.#spare].map((life) => life.kill()));
    await this.sender.stop();
    await Promise.all([this.pagerduty.close(), this.slack.close()]);
    await this.#remove();
  }
}

function yamlFor(eventsUrl: string, slack: FakeSlack): string {
  const routes = TEAMS.map((team) => `    - { matchers: ['team="${team}"'], receiver: ${team} }`);
  const receivers = TEAMS.map(
    (team, index) =>
      `  - { name: ${team}, pagerduty_configs: [{ routing_key: '${String(index).repeat(32)}' }], slack_configs: [{ channel: '#${team}' }] }`,
  );
  return `
pagerduty: { events_url: '${eventsUrl}' }
slack: { api_url: '${slack.url}', bot_token: '${slack.token}' }
grouping:
  - { matchers: ['waits="yes"'], group_by: [alertname], group_wait: 300ms, reopen_window: 0s }
  - { group_by: [alertname], group_wait: 0s, reopen_window: 2m }
route:
  receiver: none
  routes:
${routes.join('\n')}
receivers:
  - name: none
${receivers.join('\n')}
`;
}
