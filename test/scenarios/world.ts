import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import type { OpenDatabase } from '../../src/store/open.ts';
import { askApp, whileDeciding } from '../askApp.ts';
import { fakeClock, START } from '../fakeClock.ts';
import type { Failure, FakeServer } from '../fakes/fakeServer.ts';
import { type FakePagerDuty, startPagerDuty } from '../fakes/pagerduty.ts';
import { type FakeSlack, startSlack } from '../fakes/slack.ts';
import { type FakeWebhook, startWebhook } from '../fakes/webhook.ts';
import { startTestApp, type TestApp } from '../startTestApp.ts';
import { type Gate, openGate } from './gate.ts';
import { rowsOf } from './rowsOf.ts';
import type { Trouble } from './story.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const MOST_TURNS = 20_000;
/** How far the clock goes when something is due that cannot be done yet. */
const BLOCKED_MS = 15_000;
const SAYS = ['chat.postMessage', 'chat.update'];

type Side = 'pagerduty' | 'slack' | 'hook';

/** A Tocsin with its clock, and everything it talks to. */
export interface World extends TestApp {
  readonly database: OpenDatabase;
  readonly pagerduty: FakePagerDuty;
  readonly slack: FakeSlack;
  readonly hook: FakeWebhook;
  /** Lets the time pass until so many milliseconds after the beginning, with everything that is due on the way. */
  turnTo(sinceStart: number): Promise<void>;
  trouble(side: Side, trouble: Trouble): void;
  /** Posts what Prometheus posts. */
  postAlerts(body: string): Promise<number>;
  /** What was told to the journal without waiting is committed: it takes entries in their order. */
  settled(): Promise<void>;
  /** An act over the API, and its effect. */
  act(incident: number, kind: 'acknowledge' | 'resolve'): Promise<number>;
  /** A request to the API that changes something, and its effect. */
  ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  /** Closes the server, and starts it with a configuration so many milliseconds later. */
  restart(awayMs: number, config: string): Promise<void>;
  close(): Promise<void>;
}

/** Over an empty database. The routing key of `$KEY_NAME` is `name` filled up with zeros. */
export async function openWorld(database: OpenDatabase, config: string): Promise<World> {
  await empty(database);
  const clock = fakeClock();
  const [pagerduty, slack, hook] = await Promise.all([startPagerDuty(), startSlack({ now: () => clock.now() }), startWebhook()]);
  const fakes = { pagerduty, slack, hook };
  const gates = {
    pagerduty: await openGate(pagerduty.url),
    slack: await openGate(slack.url),
    hook: await openGate(hook.url),
  };
  const yaml = (text: string): string =>
    text
      .replaceAll('$PAGERDUTY', gates.pagerduty.url)
      .replaceAll('$SLACK_TOKEN', slack.token)
      .replaceAll('$SLACK', `${gates.slack.url}/`)
      .replaceAll('$HOOK', gates.hook.url)
      .replaceAll(/\$KEY_([A-Z]+)/g, (_, name: string) => name.toLowerCase().padEnd(32, '0'));
  const world: Mutable<World> = {
    ...(await startTestApp({ database, yaml: yaml(config), clock })),
    ...fakes,
    database,
    postAlerts: async (body) => {
      const headers = { host: '127.0.0.1:9195', 'content-type': 'application/json' };
      return (await world.app.http.fetch(new Request('http://127.0.0.1:9195/api/v2/alerts', { method: 'POST', headers, body })))
        .status;
    },
    act: async (incident, kind) => (await askApp(world.app, 'POST', `/api/v1/incidents/${incident}/${kind}`)).status,
    ask: (method, path, body) => askApp(world.app, method, path, body),
    turnTo: (sinceStart) => turnTo(world, database, START + sinceStart),
    trouble: (side, trouble) => makeTrouble(fakes, gates, side, trouble),
    settled: async () => void (await whileDeciding(world.app, world.app.submit({ kind: 'tick' }))),
    restart: async (awayMs, text) => {
      await world.app.close();
      clock.advance(awayMs);
      const { printed } = world;
      Object.assign(world, await startTestApp({ database, yaml: yaml(text), clock }));
      // The lookout goes on where it stopped.
      world.printed.unshift(...printed);
    },
    close: async () => {
      await world.app.close();
      await Promise.all([...Object.values(fakes), ...Object.values(gates)].map((each) => each.close()));
    },
  };
  return world;
}

/** The text of a story's configuration. */
export function configText({ config, and }: { config: string; and: string }): string {
  const text = config.includes('\n') ? config : readFileSync(new URL(`${config}.yml`, import.meta.url), 'utf8');
  return `${text}\n${and}`;
}

async function empty({ db }: OpenDatabase): Promise<void> {
  const tables = await rowsOf<{ name: string }>(db, sql`select tablename as name from pg_tables where schemaname = 'public'`);
  await db.execute(sql.raw(`truncate ${tables.map(({ name }) => `"${name}"`).join(', ')}`));
}

async function turnTo({ app, clock }: TestApp, database: OpenDatabase, target: number): Promise<void> {
  for (let turns = 0; turns < MOST_TURNS; turns += 1) {
    await app.drain();
    const due = await app.nextDue();
    if (due === null || due > target) {
      if (clock.now() >= target) return;
      clock.set(target);
    } else if (due > clock.now()) {
      clock.set(due);
    } else {
      // Something waits for what stands before it.
      if (clock.now() >= target) return;
      clock.set(Math.min(target, await nextAttempt(database, clock.now())));
    }
  }
  throw new Error(`still not quiet after ${MOST_TURNS} turns`);
}

async function nextAttempt({ db }: OpenDatabase, now: number): Promise<number> {
  const [row] = await rowsOf<{ at: string | Date | null }>(
    db,
    sql`select min(next_attempt_at) as at from deliveries
        where status = 'pending' and next_attempt_at > ${new Date(now).toISOString()}::timestamptz`,
  );
  return Math.min(now + BLOCKED_MS, row?.at ? new Date(row.at).getTime() : now + BLOCKED_MS);
}

function makeTrouble(
  fakes: Readonly<Record<Side, FakeServer>> & { slack: FakeSlack },
  gates: Readonly<Record<Side, Gate>>,
  side: Side,
  trouble: Trouble,
): void {
  if (trouble === 'down' || trouble === 'up') {
    gates[side].isDown = trouble === 'down';
  } else if ('refuses' in trouble) {
    if (side !== 'slack') throw new Error(`only Slack refuses with a word, not ${side}`);
    for (const method of SAYS) fakes.slack.refuse(method, trouble.refuses);
  } else {
    const failures = trouble.fails.map(toFailure);
    if (trouble.of === undefined) fakes[side].fail(...failures);
    else fakes.slack.failFor(trouble.of, ...failures);
  }
}

function toFailure(fails: Exclude<Trouble, string | { refuses: unknown }>['fails'][number]): Failure {
  if (typeof fails === 'number') return { status: fails, body: { status: 'no', message: 'not today', errors: [] } };
  if (typeof fails === 'string' || 'html' in fails) return fails;
  if ('takesEffect' in fails) return { status: fails.status, takesEffect: true };
  return { status: fails.status, headers: { 'Retry-After': String(fails.retry_after) } };
}
