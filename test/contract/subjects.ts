import { Secret } from '../../src/config/secret.ts';
import type { Send } from '../../src/pipeline/notify/notifier.ts';
import type { NotifierContext } from '../../src/pipeline/notify/notifierKind.ts';
import type { NotifierName } from '../../src/pipeline/policy.ts';
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
  /** In no error and no receipt. */
  readonly secret: string;
  /** How often people were told. */
  told(): number;
}

const NOTE = { reason: 'first', text: 'CheckoutSlow fires', at: Date.UTC(2026, 2, 4, 2, 17) } as const;
const REPLY: Send = { action: 'reply', message: null, note: NOTE };

/** One per notifier: a new notifier brings its fake here. `at`: another address than the fake's to configure. */
export const SUBJECTS: Readonly<Record<NotifierName, (at?: string) => Promise<Subject>>> = {
  pagerduty: async (at) => {
    const fake = await startPagerDuty();
    const secret = 'contract0contract0contract0contr';
    return {
      fake,
      config: { routing_key: secret },
      context: { pagerduty: { eventsUrl: at ?? fake.url } },
      send: { action: 'trigger', opening: 1 },
      secret,
      told: () => fake.events.length,
    };
  },
  slack: async (at) => {
    const fake = await startSlack();
    const context = { slack: { apiUrl: at ?? fake.url, botToken: new Secret(fake.token) } };
    return {
      fake,
      config: { channel: '#payments' },
      context,
      send: { action: 'post' },
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
