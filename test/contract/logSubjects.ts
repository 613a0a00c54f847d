import { startCloudwatch } from '../fakes/cloudwatch.ts';
import { startElasticsearch } from '../fakes/elasticsearch.ts';
import type { FakeServer } from '../fakes/fakeServer.ts';
import { startLoki } from '../fakes/loki.ts';
import type { StoredLine } from '../fakes/storedLine.ts';
import { startVictoriaLogs } from '../fakes/victorialogs.ts';
import { NOW } from '../pipeline/enrich/logs/aSubject.ts';

/** A log store's other side, and what the suite has to know to use it. */
export interface LogSubject {
  readonly fake: FakeServer;
  /** Asks for the lines of the service of the alert (`labels.service`). */
  readonly config: Readonly<Record<string, unknown>>;
  /** Stores lines under the service `checkout`. */
  put(lines: readonly Omit<StoredLine, 'labels'>[]): void;
  /** A whole answer with these texts, as the real one writes it. */
  answerWith(texts: readonly string[]): string;
  /** In no error. */
  readonly secrets: readonly string[];
  /** Whether it has a trace's id and a level beside the line. */
  readonly hasBeside: boolean;
  /** What a long answer is worth: its first lines, or nothing. */
  readonly longAnswer: 'partial' | 'unusable';
}

const SERVICE = 'checkout';
const TOKEN = 'contract-logs-token';
const BASIC = `Basic ${Buffer.from('reader:contract-logs-password').toString('base64')}`;

/** One for each value of `type`: a new log store brings its fake here. */
export const LOG_SUBJECTS: Readonly<Record<string, () => Promise<LogSubject>>> = {
  loki: async () => {
    const fake = await startLoki({ authorization: BASIC });
    return {
      fake,
      config: {
        name: 'loki',
        type: 'loki',
        url: fake.url,
        tenant: 'prod',
        query: '{app="{{ labels.service }}"}',
        basic_auth: { username: 'reader', password: 'contract-logs-password' },
      },
      put: (lines) =>
        fake.lines.set(
          'prod',
          lines.map((line) => ({ ...line, labels: { app: SERVICE } })),
        ),
      answerWith: (texts) => {
        const values = texts.map((text, i) => [`${NOW - 1 - i}000000`, text]);
        return JSON.stringify({
          status: 'success',
          data: { resultType: 'streams', result: [{ stream: {}, values }], stats: {} },
        });
      },
      secrets: ['contract-logs-password', BASIC.slice(6)],
      hasBeside: true,
      longAnswer: 'unusable',
    };
  },
  elasticsearch: () => elastic('elasticsearch', { api_key: 'contract-id:contract-logs-key' }, false),
  opensearch: () => elastic('opensearch', { basic_auth: { username: 'reader', password: 'contract-logs-password' } }, true),
  cloudwatch: async () => {
    const session = 'contract+logs/session==';
    const fake = await startCloudwatch(NOW, session);
    const { region, id, secret } = fake.account;
    fake.groups.set(`/ecs/${SERVICE}`, []);
    return {
      fake,
      config: {
        name: 'cloudwatch',
        type: 'cloudwatch',
        url: fake.url,
        region,
        log_group: '/ecs/{{ labels.service }}',
        filter: 'line',
        access_key_id: id,
        secret_access_key: secret,
        session_token: session,
      },
      put: (lines) =>
        fake.groups.set(
          `/ecs/${SERVICE}`,
          lines.map((line) => ({ ...line, labels: {} })),
        ),
      answerWith: (texts) =>
        JSON.stringify({ events: texts.map((message, i) => ({ timestamp: NOW - texts.length + i, message })) }),
      secrets: [secret, session],
      hasBeside: false,
      longAnswer: 'unusable',
    };
  },
  victorialogs: async () => {
    const fake = await startVictoriaLogs({ authorization: `Bearer ${TOKEN}` });
    return {
      fake,
      config: {
        name: 'vl',
        type: 'victorialogs',
        url: fake.url,
        query: 'service:="{{ labels.service }}"',
        account_id: 7,
        project_id: 2,
        token: TOKEN,
      },
      put: (lines) =>
        fake.lines.set(
          '7:2',
          lines.map((line) => ({ ...line, labels: { service: SERVICE } })),
        ),
      answerWith: (texts) =>
        texts.map((text, i) => `${JSON.stringify({ _time: new Date(NOW - 1 - i).toISOString(), _msg: text })}\n`).join(''),
      secrets: [TOKEN],
      hasBeside: true,
      longAnswer: 'partial',
    };
  },
};

async function elastic(type: string, credential: object, dotted: boolean): Promise<LogSubject> {
  const encoded = Buffer.from('contract-id:contract-logs-key').toString('base64');
  const authorization = 'api_key' in credential ? `ApiKey ${encoded}` : BASIC;
  const fake = await startElasticsearch({ authorization, dotted });
  fake.indices.set('logs-shop', []);
  return {
    fake,
    config: {
      name: type,
      type,
      url: fake.url,
      index: 'logs-*',
      match: { 'service.name': '{{ labels.service }}' },
      ...credential,
    },
    put: (lines) =>
      fake.indices.set(
        'logs-shop',
        lines.map((line) => ({ ...line, labels: { 'service.name': SERVICE } })),
      ),
    answerWith: (texts) => {
      const hits = texts.map((message, i) => ({ _source: { message }, sort: [NOW - 1 - i] }));
      return JSON.stringify({ took: 1, timed_out: false, _shards: { total: 1, successful: 1, failed: 0 }, hits: { hits } });
    },
    secrets: 'api_key' in credential ? ['contract-logs-key', encoded] : ['contract-logs-password', BASIC.slice(6)],
    hasBeside: true,
    longAnswer: 'unusable',
  };
}
