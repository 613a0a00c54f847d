import { Secret } from '../../src/config/secret.ts';
import type { AccessPolicy } from '../../src/http/auth/accessPolicy.ts';
import type { ActEntry, HttpDeps, RefusedSender, WebhookEntry } from '../../src/http/deps.ts';
import { createHttp, type HttpApp } from '../../src/http/server.ts';
import { createLogger } from '../../src/log.ts';
import { createMetrics } from '../../src/metrics.ts';
import type { ServiceChange } from '../../src/pipeline/serviceChange.ts';
import type { Database } from '../../src/store/database.ts';

export const NOW = Date.parse('2026-03-04T05:06:07.000Z');

export const openPolicy: AccessPolicy = {
  apiTokens: [],
  madeTokenSha256: null,
  integrations: [],
  open: true,
  allowAnonymous: false,
  maxBody: 2_000,
  maxInFlight: 10_000,
};

export const closedPolicy: AccessPolicy = {
  ...openPolicy,
  open: false,
  apiTokens: [
    { name: 'grafana', role: 'viewer', token: new Secret('viewer-token') },
    { name: 'oncall', role: 'responder', token: new Secret('responder-token') },
    { name: 'root', role: 'admin', token: new Secret('admin-token') },
  ],
  integrations: [
    { name: 'prod', token: new Secret('prod-token'), basicAuth: null, labels: { env: 'prod' } },
    { name: 'staging', token: null, basicAuth: { username: 'am', password: new Secret('pass:word') }, labels: {} },
  ],
};

type Body = string | Uint8Array<ArrayBuffer>;

/** The app on stubs that remember what they were asked. */
export interface HttpFixture {
  readonly app: HttpApp;
  readonly entries: WebhookEntry[];
  readonly refused: RefusedSender[];
  readonly acts: ActEntry[];
  readonly told: ServiceChange[];
  readonly logLines: Record<string, unknown>[];
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, body?: Body, headers?: Record<string, string>): Promise<Response>;
}

export function httpFixture(policy: AccessPolicy = openPolicy, over: Partial<HttpDeps> = {}): HttpFixture {
  const entries: WebhookEntry[] = [];
  const refused: RefusedSender[] = [];
  const acts: ActEntry[] = [];
  const told: ServiceChange[] = [];
  const logLines: Record<string, unknown>[] = [];
  const app = createHttp({
    clock: { now: () => NOW, monotonic: () => 1 },
    log: createLogger({ level: 'debug', out: { write: (line) => void logLines.push(JSON.parse(line)) } }),
    metrics: createMetrics('1.2.3'),
    db: {} as Database,
    access: () => policy,
    policy: () => {
      throw new Error('nothing here decides');
    },
    runbooks: () => {
      throw new Error('nobody asks for runbooks here');
    },
    pointers: () => ({ runbooks: [], notLinks: [], links: [] }),
    intake: {
      append: async (entry) => {
        entries.push(entry);
        return `entry-${entries.length}`;
      },
    },
    refused: (sender) => void refused.push(sender),
    act: async (entry) => {
      acts.push(entry);
      return { entry: 'act-1', decided: true };
    },
    submit: async (content) => {
      if (content.kind === 'change') told.push(...content.changes);
      return { entry: 'act-1', decided: true };
    },
    reload: async () => ({ file: null, needsRestart: [] }),
    ready: async () => true,
    externalUrl: () => 'https://tocsin.test',
    looksForEvidence: () => true,
    graph: {
      svg: () => {
        throw new Error('nothing here is drawn');
      },
      png: () => Promise.reject(new Error('nothing here is drawn')),
    },
    liveGraph: () => Promise.reject(new Error('nothing here is drawn')),
    version: '1.2.3',
    ...over,
  });
  const send = async (method: string, path: string, headers: Record<string, string>, body?: Body): Promise<Response> =>
    app.fetch(
      new Request(`http://localhost${path}`, {
        method,
        headers: { host: 'localhost:9195', ...headers },
        ...(body === undefined ? {} : { body }),
      }),
    );
  return {
    app,
    entries,
    refused,
    acts,
    told,
    logLines,
    get: (path, headers = {}) => send('GET', path, headers),
    post: (path, body, headers = {}) => send('POST', path, headers, body),
  };
}

/** A webhook of Alertmanager with these alerts. */
export function webhookBody(alerts: readonly unknown[], over: Record<string, unknown> = {}): string {
  return JSON.stringify({
    version: '4',
    receiver: 'tocsin',
    status: 'firing',
    groupKey: '{}:{alertname="DiskFull"}',
    truncatedAlerts: 0,
    groupLabels: { alertname: 'DiskFull' },
    commonLabels: {},
    commonAnnotations: {},
    externalURL: 'http://alertmanager.test',
    alerts,
    ...over,
  });
}

export const goodAlert = {
  status: 'firing',
  labels: { alertname: 'DiskFull', instance: 'db-1', severity: 'critical' },
  annotations: { summary: 'The disk of db-1 is full' },
  startsAt: '2026-03-04T05:00:00.25Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: 'http://prometheus.test/graph?g0.expr=x',
  fingerprint: '00112233aabbccdd',
};

export const JSON_TYPE = { 'content-type': 'application/json' };
