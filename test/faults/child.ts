import { inArray, isNull } from 'drizzle-orm';
import { createApp } from '../../src/app.ts';
import { systemClock } from '../../src/clock.ts';
import { listen } from '../../src/http/listen.ts';
import { createLogger } from '../../src/log.ts';
import type { Database } from '../../src/store/database.ts';
import { openPglite, openPostgres } from '../../src/store/open.ts';
import { deliveries, journal, timers } from '../../src/store/schema.ts';
import { configOf } from '../startTestApp.ts';
import type { ChildSpec, FromChild, ToChild } from './childSpec.ts';
import { striker } from './strike.ts';
import { passAtStartup } from './strikeAtStartup.ts';
import { wrapDatabase } from './wrapDatabase.ts';

/*
 * The program under fault: the real app on a real database, put together as `serve` does it, with wrappers around what it
 * is given. It waits to be told what to be, so that loading is over before its life begins.
 */

const clock = systemClock();

function tell(message: FromChild): void {
  process.send?.(message);
}

async function live(spec: ChildSpec): Promise<void> {
  const pass = striker(spec.deed);
  const started = passAtStartup(spec.database.kind, pass);
  const database = await (spec.database.kind === 'pglite'
    ? openPglite(spec.database.dataDir)
    : openPostgres(spec.database.url, { migrate: true, max: 4 }));
  clock.correctBy(spec.clockAheadMs + (await database.clockAheadMs(clock.now)));
  const config = configOf(spec.yaml);
  const app = await createApp({
    config,
    database: wrapDatabase(database, pass),
    clock,
    log: createLogger({ level: 'info' }),
    version: '0.0.0-test',
    print: () => {},
    readConfig: () => config,
    address: () => `http://127.0.0.1:${spec.port}`,
  });
  await app.start();
  const listening = await listen(app.http, { host: '127.0.0.1', port: spec.port });
  started();
  process.on('message', (message: ToChild) => {
    if ('ask' in message) void unfinished(database.db).then((what) => tell({ is: 'unfinished', what }));
  });
  process.once('SIGTERM', async () => {
    await listening.close(5_000);
    process.stdout.write('closed: http\n');
    await app.close();
    process.stdout.write('closed: the app\n');
    await database.close();
    process.stdout.write('closed: the database\n');
    process.disconnect();
    // What keeps it from ending, where something does.
    setTimeout(() => process.stdout.write(`still there: ${process.getActiveResourcesInfo().join(', ')}\n`), 5_000).unref();
  });
  tell({ is: 'listening' });
}

/** What is not decided, not delivered, or still waits for its group. */
async function unfinished(db: Database): Promise<string[]> {
  const undecided = await db.select({ kind: journal.kind }).from(journal).where(isNull(journal.position));
  const open = await db
    .select()
    .from(deliveries)
    .where(inArray(deliveries.status, ['pending', 'sending']));
  const waiting = (await db.select().from(timers)).filter(({ kind }) => kind === 'group_wait');
  return [
    ...undecided.map(({ kind }) => `${kind} not decided`),
    ...open.map(
      ({ id, incident, target, status, attempts, answer }) =>
        `delivery ${id} of #${incident} to ${target} ${status}, ${attempts} attempts, ${answer ?? 'no answer'}`,
    ),
    ...waiting.map(({ key }) => `timer ${key}`),
  ];
}

process.on('message', (message: ToChild) => {
  if ('clockByMs' in message) clock.correctBy(message.clockByMs);
  if ('start' in message) {
    live(message.start).catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    });
  }
});
tell({ is: 'loaded' });
