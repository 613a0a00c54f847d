import { Secret } from '../../src/config/secret.ts';
import type { Send } from '../../src/pipeline/notify/notifier.ts';
import type { NotifierContext } from '../../src/pipeline/notify/notifierKind.ts';
import type { NotifierName } from '../../src/pipeline/policy.ts';
import type { Redacted } from '../../src/redact/redacted.ts';
import type { FakeServer } from '../fakes/fakeServer.ts';
import { startPagerDuty } from '../fakes/pagerduty.ts';
import { startSlack } from '../fakes/slack.ts';
import { startWebhook } from '../fakes/webhook.ts';

/** A notifier's other side, and what the suite has to know to use it. */
export interface Subject {
  /** Null where there is nothing outside the process. */
  readonly fake: FakeServer | null;
  readonly config: unknown;
  readonly context: Partial<NotifierContext>;
  /** Something that this notifier sends. */
  readonly send: Send;
  /** What was found out, as a message of its own, where it takes more than one request. */
  readonly evidence?: Send;
  /** In no error and no receipt. */
  readonly secret: string;
  /** How often people were told. */
  told(): number;
}

const NOTE = { reason: 'first', text: 'CheckoutSlow fires', at: Date.UTC(2026, 2, 4, 2, 17) } as const;
const REPLY: Send = { action: 'reply', message: null, note: NOTE };
const EVIDENCE = { ...NOTE, reason: 'evidence', text: 'loki: 3 patterns' } as const;
/** Evidence has a file, and no picture. */
const FILES = { file: async () => ({ name: 'loki.txt', text: 'a line' as Redacted }), picture: async () => null };

/** One per notifier: a new notifier brings its fake here. `at`: another address than the fake's to configure. */
export const SUBJECTS: Readonly<Record<NotifierName, (at?: string) => Promise<Subject>>> = {
  pagerduty: async (at) => {
    const fake = await startPagerDuty();
    const secret = 'contract0contract0contract0contr';
    return {
      fake,
      config: { routing_key: secret },
      context: {
        pagerduty: {
          eventsUrl: at ?? fake.url,
          rest: { url: at ?? fake.url, token: new Secret(fake.rest.token), from: fake.rest.from },
        },
      },
      evidence: { action: 'reply', message: null, note: EVIDENCE },
      send: { action: 'trigger', opening: 1 },
      secret,
      told: () => fake.events.length,
    };
  },
  slack: async (at) => {
    const fake = await startSlack();
    const context = { slack: { apiUrl: at ?? fake.url, botToken: new Secret(fake.token) }, evidence: FILES };
    const message = { channel: 'C0PAYMENTS1', ts: '1700000000.000100' };
    return {
      fake,
      config: { channel: '#payments' },
      context,
      send: { action: 'post' },
      evidence: { action: 'reply', message, note: EVIDENCE },
      secret: fake.token,
      told: () => fake.messages.length,
    };
  },
  webhook: async (at) => {
    const secret = 'contract-hook-token';
    const fake = await startWebhook({ token: secret });
    return {
      fake,
      config: { url: at ?? fake.url, token: secret },
      context: {},
      send: REPLY,
      secret,
      told: () => fake.taken.length,
    };
  },
  console: async () => {
    let told = 0;
    const print = (): void => {
      told += 1;
    };
    return { fake: null, config: {}, context: { print }, send: REPLY, secret: 'nothing is secret here', told: () => told };
  },
};
