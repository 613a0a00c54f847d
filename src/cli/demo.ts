import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { alertName } from '../alert/alert.ts';
import { fingerprint } from '../alert/fingerprint.ts';
import { type Clock, systemClock } from '../clock.ts';
import { CliExit } from './cliExit.ts';
import type { CliIo } from './cliIo.ts';
import { demoClosing } from './demoClosing.ts';
import { type DemoServer, demoServer } from './demoServer.ts';
import { type DemoStory, demoStory } from './demoStory.ts';
import { demoWebhooks } from './demoWebhooks.ts';
import { DEFAULT_URL, serverUrl } from './serverUrl.ts';

/** Shorter than one run: two runs after each other never have the same node. */
const NEW_NODE_EVERY_MS = 20_000;

interface DemoOptions {
  readonly url?: string;
  readonly token?: string;
  readonly send?: boolean;
}

/** How the demo waits; a test has no time. */
export interface Pace {
  readonly clock: Clock;
  readonly wait: (ms: number) => Promise<unknown>;
}

/** `demo`: a small outage with its noise, sent to a running server as an Alertmanager pair would, in half a minute. */
export function demoCommand(io: CliIo, pace: Pace = { clock: systemClock(), wait: (ms) => sleep(ms) }): Command {
  return new Command('demo')
    .description('send a small realistic outage, with its noise, to a running server (half a minute)')
    .option('--url <url>', `the server (default: TOCSIN_URL, else ${DEFAULT_URL})`)
    .option(
      '--token <token>',
      "an integration's credential, by which alerts are sent (default: TOCSIN_TOKEN, which elsewhere is an API token)",
    )
    .option('--send', 'send it although receivers other than the console would be told')
    .action(async (options: DemoOptions) => {
      const server = demoServer(serverUrl(io, options.url), {
        sender: options.token ?? null,
        person: io.env.TOCSIN_TOKEN || null,
      });
      const start = pace.clock.now();
      const story = demoStory(10 + (Math.floor(start / NEW_NODE_EVERY_MS) % 90));
      if (!options.send) await refuseToTell(server, story);
      await tellStory(io, server, story, pace);
      io.stdout(await demoClosing(server, start, fingerprintsOf(story)));
    });
}

/** A demo must not wake anybody: it asks the server who would hear of each alert before it sends the first. */
async function refuseToTell(server: DemoServer, story: DemoStory): Promise<void> {
  const labels = Object.values(story.groups).flatMap(({ alerts }) => Object.values(alerts).map((alert) => alert.labels));
  const told = new Map<string, Set<string>>();
  for (const [i, { receivers, notifiers }] of (await server.whoIsTold(labels)).entries()) {
    if (notifiers.every((notifier) => notifier === 'console')) continue;
    const name = `${receivers.join(' and ')} (${notifiers.join(', ')})`;
    told.set(name, (told.get(name) ?? new Set()).add(alertName(labels[i] ?? {})));
  }
  if (told.size === 0) return;
  const lines = [...told].map(([name, alerts]) => `  ${name}: ${[...alerts].join(', ')}`);
  throw new CliExit(
    1,
    `nothing was sent, because more than the console would be told:\n${lines.join('\n')}\n` +
      'Route cluster="demo" to a receiver with only console_configs, or send it all the same with --send',
  );
}

async function tellStory(io: CliIo, server: DemoServer, story: DemoStory, { clock, wait }: Pace): Promise<void> {
  const seconds = Math.round((story.steps.at(-1)?.at ?? 0) / 1000);
  io.stdout(`An outage, told to ${server.url} in ${seconds} s. Watch the board: ${server.url}/\n`);
  await silence(io, server, story);
  const webhooks = demoWebhooks(story, clock.now());
  const begun = clock.monotonic();
  let said = '';
  for (const { at, say, body } of webhooks) {
    await wait(Math.max(0, begun + at - clock.monotonic()));
    await server.send(body);
    const line = `${String(Math.round(at / 1000)).padStart(3)} s  ${say}\n`;
    io.stdout(line === said ? `${line.slice(0, -1)} (the other one)\n` : line);
    said = line;
  }
}

/** Somebody has asked not to hear of it, for as long as the story goes. */
async function silence(io: CliIo, server: DemoServer, { silenced }: DemoStory): Promise<void> {
  const isSet = await server.silence(silenced.matchers, silenced.comment);
  io.stdout(
    isSet
      ? `Before it begins, ${silenced.what} are silenced.\n\n`
      : `That credential may set no silence, so that ${silenced.what} are told like the rest.\n\n`,
  );
}

function fingerprintsOf({ groups }: DemoStory): ReadonlyMap<string, string> {
  const all = Object.values(groups).flatMap(({ alerts }) => Object.values(alerts));
  return new Map(all.map(({ labels }) => [fingerprint(labels), alertName(labels)]));
}
