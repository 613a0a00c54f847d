import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant } from './alert/timestamp.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config/config.ts';
import { needsRestart } from './config/needsRestart.ts';
import { Decided } from './engine/decided.ts';
import { type Entrance, openEntrance } from './engine/entrance.ts';
import { makeHolder } from './engine/holder.ts';
import type { EngineLoop } from './engine/loop.ts';
import { Nudge } from './engine/nudge.ts';
import { TocsinError } from './errors.ts';
import { endAbandoned, housekeep } from './housekeep.ts';
import type { Reloaded } from './http/deps.ts';
import { Refusals } from './http/intake/refusals.ts';
import { createHttp, type HttpApp } from './http/server.ts';
import { LedgerCheck } from './ledgerCheck.ts';
import { makeLiveConfig } from './liveConfig.ts';
import type { Logger } from './log.ts';
import { makeEngineLoop } from './makeEngineLoop.ts';
import { type Enrichment, makeEnrichment } from './makeEnrichment.ts';
import { makeOutbox, type Outbox } from './makeOutbox.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { compilePolicy } from './pipeline/compilePolicy.ts';
import { runbookDesk } from './pipeline/enrich/runbook/runbookDesk.ts';
import { DEFAULT_RUNBOOKS } from './pipeline/enrich/runbook/runbookSettings.ts';
import type { EntryContent } from './pipeline/entry.ts';
import { reload } from './reload.ts';
import { ensureEngineRow, readEngineRow } from './store/engineRow.ts';
import { nextTimerDue } from './store/loadFacts.ts';
import { madeTokenSha256 } from './store/madeToken.ts';
import type { OpenDatabase } from './store/open.ts';
import { ping } from './store/ping.ts';
import { Sweep } from './sweep.ts';
import { Wake } from './wake.ts';

const CHANNEL = 'tocsin';
const HOUSEKEEPING_MS = 10_000;
const LAST_DECISION_MS = 2_000;
/** Links that the alerts themselves carry, and their services'; nobody has looked at them. */
const PLAIN_DESK = runbookDesk(DEFAULT_RUNBOOKS, null, () => null);

export interface AppDeps {
  readonly config: Config;
  readonly database: OpenDatabase;
  readonly clock: Clock;
  readonly log: Logger;
  readonly version: string;
  /** Where the console notifier writes. */
  readonly print: (text: string) => void;
  /** Reads the configuration anew, for a reload, and is told the file in force; throws what is wrong with it. */
  readonly readConfig: (inForce: string | null) => Config;
  /** A number from 0 to 1. */
  readonly random?: () => number;
  /** Where the server can be reached when `external_url` is not set; known once it listens. */
  readonly address?: () => string | null;
}

export interface App {
  readonly http: HttpApp;
  readonly metrics: Metrics;
  /** Decides and delivers in the background until {@link App.close}; resolves when the configuration is in force. */
  start(): Promise<void>;
  /** Decides and delivers all that is due now, and returns; for a clock that somebody turns. */
  drain(): Promise<void>;
  /** When something is due next, or null. */
  nextDue(): Promise<Instant | null>;
  /** Reads the configuration anew. */
  reload(force: boolean): Promise<Reloaded>;
  /** Puts one of our own entries into the journal and waits for its effect. */
  submit(content: EntryContent, correlationId?: string): Promise<{ entry: string; decided: boolean }>;
  /** Stops deciding and delivering; what is under way is ended. The database stays open. */
  close(): Promise<void>;
}

/** The composition root: everything is made and wired here, and nowhere else. */
export async function createApp(deps: AppDeps): Promise<App> {
  const { database, clock, log, version, print, readConfig } = deps;
  const { db } = database;
  const holder = makeHolder();
  const engineRow = await ensureEngineRow(db, randomUUID());
  const metrics = createMetrics(version);
  metrics.configReloadSuccessful.set(1);
  let live = makeLiveConfig(deps.config, print, await madeTokenSha256(db));
  const baseUrl = (): string | null => live.config.server.externalUrl ?? deps.address?.() ?? null;

  const decided = new Decided();
  const engineWake = new Wake();
  const outboxWake = new Wake();
  const nudge = new Nudge(() => database.notify(CHANNEL, 'journal'));
  const entrance = openEntrance({ db, clock, decided, committed: () => wakeEngine(nudge, engineWake, loop) });
  const isAlone = database.kind === 'pglite';
  const outbox = makeOutbox({
    ...{ db, clock, log, metrics, entrance, holder, isAlone, installation: engineRow.installation, wake: outboxWake },
    random: deps.random ?? Math.random,
    targets: () => live.targets,
    isCurrent: async () => (await readEngineRow(db)).policyHash === compilePolicy(live.config.policy).hash,
    urlOf: (incident) => (baseUrl() === null ? null : `${baseUrl()}/incidents/${incident}`),
  });
  const enrichment = makeEnrichment({
    ...{ db, clock, log, metrics, holder, lookers: () => live.lookers },
    committed: () => wakeEngine(nudge, engineWake, loop),
  });
  const loop: EngineLoop = makeEngineLoop({
    ...{ db, clock, log, metrics, version, holder, isAlone },
    wake: engineWake,
    decided,
    outboxWake,
    firstSends: outbox.firstSends,
    told: enrichment.ring,
  });
  let reloading: Promise<unknown> = Promise.resolve();
  const reloadNow = (force: boolean): Promise<Reloaded> => {
    // One after the other: the last one that was asked for is the one in force.
    const done = reloading.then(async () => {
      live = await reload({ db, log, metrics, entrance, print, readConfig, started: deps.config }, live, force);
      return { file: live.config.file, needsRestart: needsRestart(deps.config, live.config) };
    });
    reloading = done.catch(() => {});
    return done;
  };
  const refusals = noteRefusals(clock, entrance, log);
  const http = createHttp({
    ...{ clock, log, metrics, db, version },
    access: () => live.access,
    policy: () => live.config.policy,
    runbooks: () => PLAIN_DESK,
    intake: entrance,
    refused: (sender) => refusals.refused(sender),
    act: ({ correlationId, text = '', ...act }) => entrance.submit({ ...act, text } as EntryContent, correlationId),
    submit: entrance.submit,
    reload: reloadNow,
    ready: () => ping(db),
    externalUrl: baseUrl,
    // Until sources are configured and graphs are drawn: no evidence comes, so that none is asked for.
    looksForEvidence: () => false,
    graph: { svg: notDrawn, png: async () => notDrawn() },
  });
  const keep = keeper(deps, { metrics, loop, outbox, entrance });
  const isNewPolicy = engineRow.policyHash !== compilePolicy(deps.config.policy).hash;
  const policy: EntryContent = { kind: 'policy', policy: deps.config.policy };
  return {
    http,
    metrics,
    submit: entrance.submit,
    reload: reloadNow,
    ...lifecycle({
      database,
      clock,
      loop,
      outbox,
      enrichment,
      engineWake,
      entrance,
      policy: isNewPolicy ? policy : null,
      housekeep: keep,
    }),
  };
}

/** A sender that is turned away raises an alarm. */
function noteRefusals(clock: Clock, entrance: Entrance, log: Logger): Refusals {
  return new Refusals(clock, (refusal) => {
    entrance
      .tell({ kind: 'sender_refused', ...refusal })
      .catch((err) => log.error({ err }, 'a refused sender could not be noted'));
  });
}

/** What is done every few seconds beside deciding and delivering. */
function keeper(
  { database, clock, log }: AppDeps,
  { metrics, loop, outbox, entrance }: { metrics: Metrics; loop: EngineLoop; outbox: Outbox; entrance: Entrance },
): () => Promise<void> {
  const keepers = { ledger: new LedgerCheck(), sweep: new Sweep() };
  return async () => {
    const failed = (err: unknown): void => log.error({ err }, 'the housekeeping failed; it is tried again in a few seconds');
    await endAbandoned(database, log).catch(failed);
    await outbox.takeOver().catch(failed);
    const { db } = database;
    if (loop.leading) await housekeep({ db, clock, metrics, log, ...keepers, tell: entrance.tell }).catch(failed);
    else keepers.ledger.forget();
  };
}

/** Stands in for the drawing of graphs. */
function notDrawn(): never {
  throw new TocsinError('unavailable', 'Graphs are not drawn by this version.');
}

/** Whoever decides hears of a new entry at once: here, or on another replica. */
function wakeEngine(nudge: Nudge, wake: Wake, loop: EngineLoop): void {
  wake.ring();
  if (!loop.leading) nudge.give();
}

interface Parts {
  readonly database: OpenDatabase;
  readonly clock: Clock;
  readonly loop: EngineLoop;
  readonly outbox: Outbox;
  readonly enrichment: Enrichment;
  readonly engineWake: Wake;
  readonly entrance: Entrance;
  /** To be put in force at the start; null where it is already. */
  readonly policy: EntryContent | null;
  /** Gauges and the daily checkpoint. */
  readonly housekeep: () => Promise<void>;
}

function lifecycle({
  database,
  clock,
  loop,
  outbox,
  enrichment,
  engineWake,
  entrance,
  policy,
  housekeep: keep,
}: Parts): Pick<App, 'start' | 'drain' | 'nextDue' | 'close'> {
  let deciding: Promise<unknown> = Promise.resolve();
  let delivering: Promise<unknown> = Promise.resolve();
  let enriching: Promise<unknown> = Promise.resolve();
  let hasBegun = false;
  let keeping: NodeJS.Timeout | undefined;
  return {
    start: async () => {
      await database.listen(CHANNEL, () => engineWake.ring());
      await outbox.takeOver();
      deciding = loop.run();
      delivering = outbox.run();
      enriching = enrichment.run();
      keeping = setInterval(() => void keep(), HOUSEKEEPING_MS);
      if (policy) await entrance.submit(policy);
    },
    drain: async () => {
      if (!hasBegun) await outbox.takeOver();
      if (policy && !hasBegun) await entrance.tell(policy);
      hasBegun = true;
      for (let moved = true; moved; ) {
        moved = false;
        while ((await loop.turn()) === 0) moved = true;
        moved = (await outbox.turn()) || moved;
        // Page first: nothing is looked up while something is to be sent.
        if (!moved) moved = await enrichment.turn();
      }
    },
    nextDue: async () => {
      const dues = [await nextTimerDue(database.db), await outbox.nextDue(clock.now())].filter((due) => due !== null);
      return dues.length > 0 ? Math.min(...dues) : null;
    },
    close: async () => {
      clearInterval(keeping);
      enrichment.stop();
      loop.stop();
      // What was decided last is sent: the outbox ends after whoever gives it work, unless that stands still.
      await Promise.race([deciding, sleep(LAST_DECISION_MS, undefined, { ref: false })]);
      outbox.stop();
      await Promise.all([deciding, delivering, enriching]);
      await loop.release();
    },
  };
}
