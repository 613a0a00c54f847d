import { type App, createApp } from '../src/app.ts';
import type { Config } from '../src/config/config.ts';
import { loadConfig } from '../src/config/load.ts';
import { createLogger } from '../src/log.ts';
import type { OpenDatabase } from '../src/store/open.ts';
import { type FakeClock, fakeClock } from './fakeClock.ts';

export interface TestApp {
  readonly app: App;
  readonly clock: FakeClock;
  /** What the console notifier printed. */
  readonly printed: string[];
  /** Log lines, as objects. */
  readonly logged: Record<string, unknown>[];
  /** Posts a webhook body (text as it is, else as JSON) as Alertmanager does; `drain` afterwards to see its effect. */
  post(body: unknown, options?: { integration?: string; token?: string }): Promise<{ status: number; body: unknown }>;
  get(path: string, token?: string): Promise<{ status: number; body: unknown }>;
}

/** The whole app over a database, on a clock of the test's. It decides and delivers when the test calls `app.drain()`. */
export async function startTestApp(options: {
  database: OpenDatabase;
  /** The text of a tocsin.yml; without it the built-in defaults. */
  yaml?: string;
  clock?: FakeClock;
  /** The text that a reload finds; without it what was there at the start. */
  edited?: () => string;
}): Promise<TestApp> {
  const clock = options.clock ?? fakeClock();
  const printed: string[] = [];
  const logged: Record<string, unknown>[] = [];
  const config = configOf(options.yaml);
  const app = await createApp({
    config,
    database: options.database,
    clock,
    log: createLogger({ level: 'debug', out: { write: (line) => void logged.push(JSON.parse(line)) } }),
    version: '0.0.0-test',
    print: (text) => void printed.push(text),
    readConfig: () => (options.edited ? configOf(options.edited()) : config),
    random: () => 0.5,
  });
  await app.drain();
  const request = async (path: string, init: RequestInit): Promise<{ status: number; body: unknown }> => {
    const response = await app.http.fetch(new Request(`http://127.0.0.1:9195${path}`, init));
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
  };
  const host = { host: '127.0.0.1:9195' };
  const bearer = (token?: string): Record<string, string> => (token ? { authorization: `Bearer ${token}` } : {});
  return {
    app,
    clock,
    printed,
    logged,
    post: (body, { integration, token } = {}) =>
      request(`/webhooks/alertmanager${integration ? `/${integration}` : ''}`, {
        method: 'POST',
        headers: { ...host, ...bearer(token), 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    get: (path, token) => request(path, { headers: { ...host, ...bearer(token) } }),
  };
}

export function configOf(yaml: string | undefined): Config {
  return yaml === undefined
    ? loadConfig({ path: null, env: {} })
    : loadConfig({ path: 'tocsin.yml', env: {}, readFile: () => yaml });
}
