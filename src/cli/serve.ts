import { Command } from 'commander';
import { type App, createApp } from '../app.ts';
import { systemClock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { configPath } from '../config/configPath.ts';
import { loadConfig } from '../config/load.ts';
import { type Listening, listen } from '../http/listen.ts';
import { createLogger, type Logger } from '../log.ts';
import { madeTokenSha256, makeToken } from '../store/madeToken.ts';
import type { OpenDatabase } from '../store/open.ts';
import { VERSION } from '../version.ts';
import { banner } from './banner.ts';
import { CliExit } from './cliExit.ts';
import type { CliIo } from './cliIo.ts';
import { openDatabase } from './openDatabase.ts';
import { openServerFault } from './openServerFault.ts';
import { readConfig } from './readConfig.ts';

/** Requests under way when SIGTERM comes have so long. */
const DRAIN_MS = 5_000;
/** And everything together, sends and their answers included; what is left is looked at by the next process. */
const STOP_WITHIN_MS = 8_000;
/** For closing a database that may not answer; the whole exit stays below ten seconds. */
const CLOSE_WITHIN_MS = 1_000;

interface ServeOptions {
  readonly config?: string;
  readonly listen?: string;
  readonly dataDir?: string;
}

/** `serve`: the server, until SIGTERM or SIGINT. SIGHUP reloads the configuration. */
export function serveCommand(io: CliIo): Command {
  return new Command('serve')
    .description('run the server')
    .option('--config <file>', 'the configuration (default: TOCSIN_CONFIG, else ./tocsin.yml, else the built-in defaults)')
    .option('--listen <host:port>', 'where to listen (default: 127.0.0.1:9195)')
    .option('--data-dir <folder>', 'where the embedded database lives (default: ./data)')
    .action((options: ServeOptions) => serve(io, options));
}

async function serve(io: CliIo, options: ServeOptions): Promise<void> {
  const flags = { listen: options.listen, dataDir: options.dataDir };
  const { config } = readConfig(io, options.config, flags);
  const log = createLogger({ level: config.telemetry.logLevel });
  const clock = systemClock();
  const database = await openDatabase(config);
  try {
    const ahead = await database.clockAheadMs(clock.now);
    clock.correctBy(ahead);
    const made = await firstToken(io, config, database, clock.now());
    const fault = openServerFault(config, made.exists);
    if (fault !== null) throw new CliExit(1, fault);
    let listening: Listening | null = null;
    const app = await createApp({
      config,
      database,
      clock,
      log,
      version: VERSION,
      print: (text) => io.stdout(`${text}\n`),
      // A file that was in force and is gone is an error; where none was, one may be there by now.
      readConfig: (inForce) => loadConfig({ path: inForce ?? configPath(options.config, io), env: io.env, flags }),
      address: () => (listening ? `http://${listening.address}` : null),
    });
    const signalled = untilSignalled(app, log);
    await app.start();
    listening = await listenOrExplain(app, config);
    io.stdout(banner({ config, address: listening.address, database, madeToken: made.token }));
    log.info({ address: listening.address, database: database.kind, version: VERSION }, 'listening');
    await signalled;
    const stopped = listening.close(DRAIN_MS).then(() => app.close());
    if (await within(stopped, STOP_WITHIN_MS)) log.info({}, 'stopped');
    else await leave(database, log);
  } finally {
    await database.close();
  }
}

/** A send that hangs would keep the process for as long as its own deadline. Its claim tells the next process to look at it. */
async function leave(database: OpenDatabase, log: Logger): Promise<never> {
  log.warning({}, 'stopped; a send or a request was still under way and is left to the next process');
  await within(
    database.close().catch(() => {}),
    CLOSE_WITHIN_MS,
  );
  process.exit(0);
}

/** Whether it resolved in time. */
async function within(promise: Promise<void>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, ms, false);
  });
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The container image sets TOCSIN_MAKE_TOKEN: with nothing configured it must not be open, so it makes itself a token, once. */
async function firstToken(
  io: CliIo,
  config: Config,
  database: OpenDatabase,
  now: number,
): Promise<{ token: string | null; exists: boolean }> {
  const configured = config.server.apiTokens.length > 0 || config.integrations.length > 0 || config.server.allowAnonymous;
  const token = io.env.TOCSIN_MAKE_TOKEN && !configured ? await makeToken(database.db, now) : null;
  return { token, exists: (await madeTokenSha256(database.db)) !== null };
}

async function listenOrExplain(app: App, config: Config): Promise<Listening> {
  const { host, port } = config.server.listen;
  try {
    return await listen(app.http, { host, port });
  } catch (error) {
    await app.close();
    const why = error instanceof Error ? error.message : String(error);
    throw new CliExit(1, `cannot listen on ${host}:${port}: ${why}. Choose another address with --listen or server.listen`);
  }
}

function untilSignalled(app: App, log: Logger): Promise<void> {
  const reload = (): void => void app.reload(false).catch(() => {});
  process.on('SIGHUP', reload);
  return new Promise((resolve) => {
    const stop = (signal: NodeJS.Signals): void => {
      log.info({ signal }, 'stopping: what is under way is ended');
      process.off('SIGHUP', reload);
      resolve();
    };
    // Kept for good: npm passes on what the whole group has got already, and the second one must not end us undrained.
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  });
}
