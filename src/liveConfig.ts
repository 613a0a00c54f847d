import type { Config } from './config/config.ts';
import { isLoopback } from './config/isLoopback.ts';
import type { Listen } from './config/listen.ts';
import type { Lookers } from './enrichment/worker.ts';
import type { AccessPolicy } from './http/auth/accessPolicy.ts';
import type { LiveTargets } from './outbox/targets.ts';
import type { NotifierContext } from './pipeline/notify/notifierKind.ts';
import { NOTIFIERS } from './pipeline/notify/notifiers.ts';
import { CONSOLE_OF_LAST_RESORT, type Target } from './pipeline/policy.ts';
import type { Redacted } from './redact/redacted.ts';

/** What is made of a configuration once, and replaced as a whole when it is reloaded. */
export interface LiveConfig {
  readonly config: Config;
  readonly targets: LiveTargets;
  readonly access: AccessPolicy;
  readonly lookers: Lookers;
}

const NO_LOOKERS: Lookers = { all: [], window: { beforeMs: 300_000, afterMs: 60_000 }, redact: (text) => text as Redacted };

/** Bodies that are being taken in, all together, beside one of the largest. */
const IN_FLIGHT = 64 * 1024 * 1024;

/** `listen`: where this process listens, which a reload does not change. */
export function makeLiveConfig(
  config: Config,
  print: (text: string) => void,
  madeTokenSha256: string | null,
  listen: Listen = config.server.listen,
): LiveConfig {
  const context: NotifierContext = { pagerduty: config.pagerduty, slack: config.slack, print };
  const policyTargets = new Map<string, Target>(
    config.policy.receivers.flatMap(({ targets }) => targets.map((target) => [target.id, target] as const)),
  );
  const onConsole = config.receivers.filter(({ targets }) => targets.some(({ notifier }) => notifier === 'console'));
  const targets = new Map(
    config.receivers.flatMap((receiver) => {
      const named = onConsole.length > 1 ? { ...context, receiver: receiver.name } : context;
      return receiver.targets.map(({ id, notifier, config: raw }) => {
        const kind = kindOf(notifier);
        const target = policyTargets.get(id);
        if (!target) throw new Error(`target ${id} stands in no receiver of the policy`);
        return [id, { target, rate: kind.rate, notifier: kind.create(raw, named) }] as const;
      });
    }),
  );
  const console = kindOf('console');
  const lastResort = console.create(console.schema.parse({}), context);
  targets.set(CONSOLE_OF_LAST_RESORT.id, { target: CONSOLE_OF_LAST_RESORT, rate: console.rate, notifier: lastResort });
  return { config, targets, access: accessOf(config, madeTokenSha256, listen), lookers: NO_LOOKERS };
}

function kindOf(name: Target['notifier']): (typeof NOTIFIERS)[number] {
  const kind = NOTIFIERS.find((each) => each.name === name);
  if (!kind) throw new Error(`no notifier is called ${name}`);
  return kind;
}

function accessOf(config: Config, madeTokenSha256: string | null, listen: Listen): AccessPolicy {
  const { apiTokens, allowAnonymous, maxBody } = config.server;
  const open = apiTokens.length === 0 && config.integrations.length === 0 && madeTokenSha256 === null && isLoopback(listen.host);
  const integrations = config.integrations.map(({ name, type, token, basicAuth, labels }) => ({
    name,
    type,
    token,
    basicAuth,
    labels,
  }));
  return { apiTokens, madeTokenSha256, integrations, open, allowAnonymous, maxBody, maxInFlight: Math.max(IN_FLIGHT, maxBody) };
}
