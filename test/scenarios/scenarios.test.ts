import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { OpenDatabase } from '../../src/store/open.ts';
import { START } from '../fakeClock.ts';
import { ENGINES, openTestDatabase } from '../openTestDatabase.ts';
import {
  contradictions,
  decisionLines,
  deliveryCounts,
  imbalance,
  incidentLines,
  ledger,
  silenceLines,
  timelineLines,
} from './books.ts';
import { Sender } from './sender.ts';
import { attempts, byIncident, fitted, Lookout, type Sent } from './sent.ts';
import { type Expectation, offset, readStories, type Step, type Story, type WebhookStep } from './story.ts';
import { configText, openWorld, type World } from './world.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));
/** One story may meet a hang, which takes ten real seconds. */
const TIMEOUT_MS = 60_000;

describe.each(ENGINES)('stories on %s', (kind) => {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database.close());

  for (const file of FILES) {
    describe(file.replace('.yaml', ''), () => {
      for (const story of readStories(FOLDER + file)) it(story.story, () => run(story, database), TIMEOUT_MS);
    });
  }
});

async function run(story: Story, database: OpenDatabase): Promise<void> {
  const world = await openWorld(database, configText(story));
  try {
    const lookout = new Lookout(world);
    const sender = new Sender();
    const silences: string[] = [];
    for (const step of story.steps) {
      const away = step.restart ? offset(step.restart.away) : 0;
      await world.turnTo(offset(step.at) - away);
      if (step.restart) await world.restart(away, configText({ ...story, and: step.restart.and ?? story.and }));
      await take(world, sender, step);
      await silence(world, silences, step);
      await world.turnTo(offset(step.at));
      await check(world, step.at, lookout.look(), step.expect);
    }
    for (const fake of [world.pagerduty, world.slack, world.hook]) fake.assertClean();
  } finally {
    await world.close();
  }
}

async function take(world: World, sender: Sender, step: Step): Promise<void> {
  const { webhook, webhooks = webhook ? [webhook] : [], post: posted, acknowledge, resolve, pagerduty, slack, hook } = step;
  if (step.change)
    expect((await world.ask('POST', '/api/v1/changes', step.change)).status, `${step.at}: telling of a change`).toBe(201);
  if (pagerduty) world.trouble('pagerduty', pagerduty);
  if (slack) world.trouble('slack', slack);
  if (hook) world.trouble('hook', hook);
  for (const each of webhooks) await post(world, sender, each, step.at);
  if (posted) expect(await world.postAlerts(sender.posted(posted, START + offset(step.at))), `${step.at}: the post`).toBe(200);
  if (acknowledge) expect(await world.act(acknowledge, 'acknowledge'), `${step.at}: acknowledging #${acknowledge}`).toBe(200);
  if (resolve) expect(await world.act(resolve, 'resolve'), `${step.at}: resolving #${resolve}`).toBe(200);
}

/** Sets and ends silences; `made` are the ids of those there are, in their order. */
async function silence(world: World, made: string[], { at, silence: asked, expire }: Step): Promise<void> {
  const path = (number: number): string => `/api/v1/silences/${made[number - 1]}`;
  if (asked) {
    const { change, answer = change === undefined ? 201 : 200, ...body } = asked;
    const got = await world.ask(
      change === undefined ? 'POST' : 'PUT',
      change === undefined ? '/api/v1/silences' : path(change),
      body,
    );
    expect(got.status, `${at}: the silence was answered ${JSON.stringify(got.body)}`).toBe(answer);
    const { id } = z.object({ id: z.string().optional() }).parse(got.body);
    if (id !== undefined && !made.includes(id)) made.push(id);
  }
  if (expire !== undefined) expect((await world.ask('DELETE', path(expire))).status, `${at}: ending silence ${expire}`).toBe(200);
}

async function post(world: World, sender: Sender, webhook: WebhookStep, at: string): Promise<void> {
  const { integration, token, answer = 200 } = Array.isArray(webhook) ? {} : webhook;
  const body = sender.body(webhook, START + offset(at));
  const options = { ...(integration !== undefined && { integration }), ...(token !== undefined && { token }) };
  const got = await world.post(body, options);
  expect(got.status, `${at}: the webhook was answered ${JSON.stringify(got.body)}`).toBe(answer);
  if (answer !== 200) await world.settled();
}

async function check(world: World, at: string, sent: Sent, wanted: Expectation): Promise<void> {
  const { db } = world.database;
  const history = attempts([...world.pagerduty.history, ...world.slack.history]);
  for (const side of ['pagerduty', 'slack', 'console', 'webhook'] as const) {
    const fit = fitted(sent[side], wanted[side]);
    expect(fit, `${at}: what was sent to ${side}\n${history}\n`).toEqual(byIncident(wanted[side]));
  }
  if (wanted.incidents) expect(await incidentLines(db), `${at}: the incidents`).toEqual(wanted.incidents);
  if (wanted.silences) expect(await silenceLines(db, world.clock.now()), `${at}: the silences`).toEqual(wanted.silences);
  if (wanted.deliveries) expect(await deliveryCounts(db), `${at}: the deliveries`).toEqual(wanted.deliveries);
  const sums = await ledger(db);
  if (wanted.ledger) expect(sums, `${at}: the ledger`).toEqual(wanted.ledger);
  expect(imbalance(sums), `${at}: the ledger does not balance: ${JSON.stringify(sums)}`).toBe(0);
  expect(await contradictions(db), `${at}: counts`).toEqual([]);
  if (wanted.timeline) checkAmong(await timelineLines(db), wanted.timeline, `${at}: the timeline`);
  if (wanted.decisions) checkAmong(await decisionLines(db), wanted.decisions, `${at}: the decisions`);
}

function checkAmong(lines: readonly string[], wanted: readonly string[], what: string): void {
  let from = 0;
  for (const text of wanted) {
    const [number = '', ...words] = text.split(' ');
    const found = lines.findIndex(
      (line, index) => index >= from && line.startsWith(`${number} `) && line.includes(words.join(' ')),
    );
    expect(found, `${what}: nowhere is "${text}" (in this order):\n${lines.join('\n')}\n`).toBeGreaterThanOrEqual(from);
    from = found + 1;
  }
}
