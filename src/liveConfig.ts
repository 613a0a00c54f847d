import type { Config } from './config/config.ts';
import { isLoopback } from './config/isLoopback.ts';
import type { Listen } from './config/listen.ts';
import type { Pointing } from './enrichment/pointersOf.ts';
import type { Lookers } from './enrichment/worker.ts';
import type { AccessPolicy } from './http/auth/accessPolicy.ts';
import { makeLookers } from './makeLookers.ts';
import type { LiveTargets } from './outbox/targets.ts';
import { compilePolicy } from './pipeline/compilePolicy.ts';
import { type RunbookDesk, runbookDesk } from './pipeline/enrich/runbook/runbookDesk.ts';
import type { RunbookIndex } from './pipeline/enrich/runbook/runbookIndex.ts';
import type { NotifierContext } from './pipeline/notify/notifierKind.ts';
import { NOTIFIERS } from './pipeline/notify/notifiers.ts';
import { CONSOLE_OF_LAST_RESORT, type Target } from './pipeline/policy.ts';

/** What is made of a configuration once, and replaced as a whole when it is reloaded. */
export interface LiveConfig {
  readonly config: Config;
  readonly targets: LiveTargets;
  readonly access: AccessPolicy;
  readonly lookers: Lookers;
  /** Where people look first. */
  readonly pointing: Pointing;
}

/** What a configuration stands on that is not in its file. */
export interface LiveParts {
  readonly listen?: Listen;
  readonly folder?: RunbookIndex | null;
  /** Absent: messages have no files and pictures. */
  readonly evidence?: NonNullable<NotifierContext['evidence']>;
  /** How a runbook's link is, as far as that is known. */
  readonly healthOf?: RunbookDesk['healthOf'];
}

/** Bodies that are being taken in, all together, beside one of the largest. */
const IN_FLIGHT = 64 * 1024 * 1024;

/** `listen`: where this process listens, which a reload does not change. `folder`: the runbooks in it, where there is one. */
export function makeLiveConfig(
  config: Config,
  print: (text: string) => void,
  madeTokenSha256: string | null,
  { listen = config.server.listen, folder = null, evidence, healthOf = () => null }: LiveParts = {},
): LiveConfig {
  const context: NotifierContext = { pagerduty: config.pagerduty, slack: config.slack, print, ...(evidence && { evidence }) };
  const policyTargets = new Map<string, Target>(
    config.policy.receivers.flatMap(({ targets }) => targets.map((target) => [target.id, target] as const)),
  );
  const pointing: Pointing = {
    policy: compilePolicy(config.policy),
    runbooks: runbookDesk(config.evidence.runbooks, folder, healthOf),
    links: config.evidence.links,
    window: config.evidence.logs.window,
  };
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
  return { config, targets, access: accessOf(config, madeTokenSha256, listen), lookers: makeLookers(config), pointing };
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
