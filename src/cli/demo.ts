import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { alertName } from '../alert/alert.ts';
import { fingerprint } from '../alert/fingerprint.ts';
import { type Clock, systemClock } from '../clock.ts';
import { CliExit } from './cliExit.ts';
import type { CliIo } from './cliIo.ts';
import { demoClosing } from './demoClosing.ts';
import { type DemoServer, demoServer } from './demoServer.ts';
import { demoSilence } from './demoSilence.ts';
import { type DemoStory, demoStory } from './demoStory.ts';
import { demoWebhooks } from './demoWebhooks.ts';
import { DEFAULT_URL, serverUrl } from './serverUrl.ts';

/** Shorter than one run: two runs after each other never have the same node. */
const NEW_NODE_EVERY_MS = 20_000;

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

interface DemoOptions {
  readonly url?: string;
  readonly token?: string;
  readonly send?: boolean;
}

/** How the demo waits, and is stopped; a test has no time. */
export interface Pace {
  readonly clock: Clock;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<unknown>;
  /** Where SIGINT and SIGTERM come. */
  readonly signals: Pick<NodeJS.EventEmitter, 'once' | 'off'>;
}

const REAL: Pace = { clock: systemClock(), wait: (ms, signal) => sleep(ms, undefined, { signal }), signals: process };

/** `demo`: a small outage with its noise, sent to a running server as an Alertmanager pair would, in half a minute. */
export function demoCommand(io: CliIo, pace: Pace = REAL): Command {
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

async function tellStory(io: CliIo, server: DemoServer, story: DemoStory, pace: Pace): Promise<void> {
  const seconds = Math.round((story.steps.at(-1)?.at ?? 0) / 1000);
  io.stdout(`An outage, told to ${server.url} in ${seconds} s. Watch the board: ${server.url}/\n`);
  const stopped = new AbortController();
  const stop = () => stopped.abort(new CliExit(1, 'the demo was stopped; what fires of it stays open'));
  for (const name of SIGNALS) pace.signals.once(name, stop);
  const ends: (() => Promise<void>)[] = [];
  try {
    await tellSteps(io, server, story, { ...pace, stopped: stopped.signal, ends });
  } catch (error) {
    throw stopped.signal.aborted ? stopped.signal.reason : error;
  } finally {
    for (const end of ends) await end();
    for (const name of SIGNALS) pace.signals.off(name, stop);
  }
}

/** What ends its silence is added to `ends` at once. */
async function tellSteps(
  io: CliIo,
  server: DemoServer,
  story: DemoStory,
  { clock, wait, stopped, ends }: Pace & { readonly stopped: AbortSignal; readonly ends: (() => Promise<void>)[] },
): Promise<void> {
  const webhooks = demoWebhooks(story, clock.now());
  const begun = clock.monotonic();
  let said = '';
  for (const [i, { at, say, body }] of webhooks.entries()) {
    await wait(Math.max(0, begun + at - clock.monotonic()), stopped);
    stopped.throwIfAborted();
    await server.send(body);
    // Not before: a sender that is refused shall leave nothing behind.
    if (i === 0) ends.push(await demoSilence(io, server, story));
    const line = `${String(Math.round(at / 1000)).padStart(3)} s  ${say}\n`;
    io.stdout(line === said ? `${line.slice(0, -1)} (the other one)\n` : line);
    said = line;
  }
}

function fingerprintsOf({ groups }: DemoStory): ReadonlyMap<string, string> {
  const all = Object.values(groups).flatMap(({ alerts }) => Object.values(alerts));
  return new Map(all.map(({ labels }) => [fingerprint(labels), alertName(labels)]));
}
