import { createApp } from '../../../src/app.ts';
import { systemClock } from '../../../src/clock.ts';
import { listen } from '../../../src/http/listen.ts';
import { createLogger } from '../../../src/log.ts';
import { openTestDatabase } from '../../openTestDatabase.ts';
import { configOf } from '../../startTestApp.ts';

/** The whole app on a port of this machine, living by the real clock. */
export interface Serving {
  readonly url: string;
  /** Every alert that was posted is decided. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export async function serve(yaml: string): Promise<Serving> {
  const database = await openTestDatabase('pglite');
  const config = configOf(yaml);
  const app = await createApp({
    config,
    database,
    clock: systemClock(),
    log: createLogger({ level: 'error', out: { write: (line) => void process.stderr.write(line) } }),
    version: '0.0.0-test',
    print: () => {},
    readConfig: () => config,
  });
  await app.start();
  const listening = await listen(app.http, { host: '127.0.0.1', port: 0 });
  return {
    url: `http://127.0.0.1:${listening.port}`,
    settled: async () => void (await app.submit({ kind: 'tick' })),
    close: async () => {
      await listening.close(0);
      await app.close();
      await database.close();
    },
  };
}
