import type { Config } from './config/config.ts';
import { configSource } from './config/configSource.ts';
import { needsRestart } from './config/needsRestart.ts';
import { formatProblem } from './config/problem.ts';
import type { Entrance } from './engine/entrance.ts';
import { TocsinError } from './errors.ts';
import { type LiveConfig, type LiveParts, makeLiveConfig } from './liveConfig.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import { CONSOLE_OF_LAST_RESORT } from './pipeline/policy.ts';
import { readRunbooks } from './readRunbooks.ts';
import type { Database } from './store/database.ts';
import { openIncidentsUsing } from './store/loadFacts.ts';

export interface ReloadDeps {
  readonly db: Database;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly entrance: Entrance;
  readonly print: (text: string) => void;
  readonly readConfig: (inForce: string | null) => Config;
  /** What this process was started with. */
  readonly started: Config;
  /** What a configuration stands on that is not in its file, and does not change with it. */
  readonly parts: Pick<LiveParts, 'evidence' | 'healthOf'>;
}

/**
 * The configuration read anew: the one that comes into force, or an error and nothing has changed. `force` lets a receiver go
 * that open incidents use.
 */
export async function reload(deps: ReloadDeps, before: LiveConfig, force: boolean): Promise<LiveConfig> {
  const { log, metrics, entrance } = deps;
  try {
    const config = deps.readConfig(before.config.file);
    if (!force) await refuseRemovedTargets(deps.db, before, config);
    const folder = await readRunbooks(config, log);
    const { listen } = deps.started.server;
    const live = makeLiveConfig(config, deps.print, before.access.madeTokenSha256, { ...deps.parts, listen, folder });
    await entrance.submit({ kind: 'policy', policy: config.policy });
    metrics.configReloadSuccessful.set(1);
    for (const warning of config.warnings) log.warning({}, formatProblem(config.file ?? 'configuration', warning));
    log.info({ file: config.file }, `the configuration was reloaded: ${configSource(config.file)}`);
    const waiting = needsRestart(deps.started, config);
    if (waiting.length > 0) log.warning({ keys: waiting }, `${waiting.join(', ')}: changed, and in force only after a restart`);
    return live;
  } catch (error) {
    metrics.configReloadSuccessful.set(0);
    log.error({ err: error }, 'the configuration was not reloaded: the old one stays in force');
    throw error;
  }
}

async function refuseRemovedTargets(db: Database, before: LiveConfig, config: Config): Promise<void> {
  const accounts = new Map(
    config.policy.receivers.flatMap(({ targets }) => targets.map(({ id, account }) => [id, account] as const)),
  );
  const removed = [...before.targets.values()].flatMap(({ target }) => {
    // Under the same name but another key, channel or address, what was told could not be told that it is over.
    const isKept = target.id === CONSOLE_OF_LAST_RESORT.id || accounts.get(target.id) === target.account;
    return isKept ? [] : [target.id];
  });
  const using = await openIncidentsUsing(db, removed);
  if (using.length === 0) return;
  const incidents = using.map((number) => `#${number}`).join(', ');
  throw new TocsinError(
    'conflict',
    `the new configuration has no ${removed.join(', ')} any more, or under another key or address, and open incidents use it (${incidents}): ` +
      'resolve them, keep the receiver, or force it with POST /-/reload?force=true',
  );
}
