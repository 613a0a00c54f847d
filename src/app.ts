import { randomUUID } from 'node:crypto';
import type { Clock } from './clock.ts';
import type { Config } from './config/config.ts';
import { needsRestart } from './config/needsRestart.ts';
import { Decided } from './engine/decided.ts';
import { type Entrance, openEntrance } from './engine/entrance.ts';
import { makeHolder } from './engine/holder.ts';
import type { EngineLoop } from './engine/loop.ts';
import { Nudge } from './engine/nudge.ts';
import { LiveGraphs } from './enrichment/liveGraphs.ts';
import { pointersOf } from './enrichment/pointersOf.ts';
import { endAbandoned, housekeep } from './housekeep.ts';
import type { HttpDeps, Reloaded } from './http/deps.ts';
import { Refusals } from './http/intake/refusals.ts';
import { createHttp, type HttpApp } from './http/server.ts';
import { LedgerCheck } from './ledgerCheck.ts';
import { type Lifecycle, makeLifecycle } from './lifecycle.ts';
import { LinkBook } from './linkCheck/linkBook.ts';
import { type LiveConfig, makeLiveConfig } from './liveConfig.ts';
import type { Logger } from './log.ts';
import { makeEngineLoop } from './makeEngineLoop.ts';
import { type Enrichment, type EnrichmentParts, makeEnrichment } from './makeEnrichment.ts';
import { makeEvidenceFiles } from './makeEvidenceFiles.ts';
import { type LinkCheck, makeLinkCheck } from './makeLinkCheck.ts';
import { makeOutbox, type Outbox } from './makeOutbox.ts';
import { makePictures } from './makePictures.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { compilePolicy } from './pipeline/compilePolicy.ts';
import type { EntryContent } from './pipeline/entry.ts';
import { readRunbooks } from './readRunbooks.ts';
import { reload } from './reload.ts';
import { ensureEngineRow, readEngineRow } from './store/engineRow.ts';
import { madeTokenSha256 } from './store/madeToken.ts';
import type { OpenDatabase } from './store/open.ts';
import { ping } from './store/ping.ts';
import { Sweep } from './sweep.ts';
import { Wake } from './wake.ts';

const CHANNEL = 'tocsin';

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

export interface App extends Lifecycle {
  readonly http: HttpApp;
  readonly metrics: Metrics;
  /** Reads the configuration anew. */
  reload(force: boolean): Promise<Reloaded>;
  /** Puts one of our own entries into the journal and waits for its effect. */
  submit(content: EntryContent, correlationId?: string): Promise<{ entry: string; decided: boolean }>;
}

/** The composition root: everything is made and wired here, and nowhere else. */
export async function createApp(deps: AppDeps): Promise<App> {
  const { database, clock, log, version, print, readConfig } = deps;
  const { db } = database;
  const holder = makeHolder();
  const engineRow = await ensureEngineRow(db, randomUUID());
  const metrics = createMetrics(version);
  metrics.configReloadSuccessful.set(1);
  const folder = await readRunbooks(deps.config, log);
  const pictures = makePictures();
  const evidence = makeEvidenceFiles(db, pictures);
  const book = new LinkBook();
  const parts = { evidence, healthOf: (url: string) => book.healthOf(url) };
  let live = makeLiveConfig(deps.config, print, await madeTokenSha256(db), { ...parts, folder });
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
    pointers: (incident) => pointersOf(incident, clock.now(), live.pointing),
  });
  const committed = (): void => wakeEngine(nudge, engineWake, loop);
  const { enrichment, links } = makeAside({ db, clock, log, metrics, holder, book, committed }, () => live);
  const graphs = new LiveGraphs({ clock, lookers: () => live.lookers });
  const loop: EngineLoop = makeEngineLoop({
    ...{ db, clock, log, metrics, version, holder, isAlone },
    wake: engineWake,
    decided,
    outboxWake,
    firstSends: outbox.firstSends,
    told: enrichment.ring,
  });
  const reloadNow = oneByOne(async (force: boolean): Promise<Reloaded> => {
    live = await reload({ db, log, metrics, entrance, print, readConfig, started: deps.config, parts }, live, force);
    return { file: live.config.file, needsRestart: needsRestart(deps.config, live.config) };
  });
  const refusals = noteRefusals(clock, entrance, log);
  const http = createHttp({
    ...{ clock, log, metrics, db, version },
    ...inForce(() => live, clock),
    intake: entrance,
    refused: (sender) => refusals.refused(sender),
    act: ({ correlationId, text = '', ...act }) => entrance.submit({ ...act, text } as EntryContent, correlationId),
    submit: entrance.submit,
    reload: reloadNow,
    ready: () => ping(db),
    externalUrl: baseUrl,
    graph: pictures,
    liveGraph: (evidence, incident) => graphs.draw(evidence, incident),
  });
  const keep = keeper(deps, { metrics, loop, outbox, entrance });
  const isNewPolicy = engineRow.policyHash !== compilePolicy(deps.config.policy).hash;
  const policy: EntryContent = { kind: 'policy', policy: deps.config.policy };
  return {
    http,
    metrics,
    submit: entrance.submit,
    reload: reloadNow,
    ...makeLifecycle({
      ...{ channel: CHANNEL, database, clock, loop, outbox, engineWake, entrance },
      aside: [enrichment, links],
      policy: isNewPolicy ? policy : null,
      housekeep: keep,
    }),
  };
}

/** What goes on beside deciding and delivering. */
function makeAside(
  parts: Omit<EnrichmentParts, 'lookers'> & { readonly book: LinkBook },
  live: () => LiveConfig,
): { enrichment: Enrichment; links: LinkCheck } {
  const { db, clock, log, book } = parts;
  return {
    enrichment: makeEnrichment({ ...parts, lookers: () => live().lookers }),
    links: makeLinkCheck({
      ...{ db, clock, log, book },
      settings: () => live().config.evidence.runbooks,
      pointing: () => live().pointing,
    }),
  };
}

/** What the surfaces ask of the configuration in force. */
function inForce(
  live: () => LiveConfig,
  clock: Clock,
): Pick<HttpDeps, 'access' | 'policy' | 'runbooks' | 'pointers' | 'looksForEvidence'> {
  return {
    access: () => live().access,
    policy: () => live().config.policy,
    runbooks: () => live().pointing.runbooks,
    pointers: (incident) => pointersOf(incident, clock.now(), live().pointing),
    looksForEvidence: () => live().lookers.all.length > 0,
  };
}

/** One call after the other, whether the one before succeeded or not: what was asked for last is what stands. */
function oneByOne<A, R>(work: (asked: A) => Promise<R>): (asked: A) => Promise<R> {
  let last: Promise<unknown> = Promise.resolve();
  return (asked) => {
    const done = last.then(() => work(asked));
    last = done.catch(() => {});
    return done;
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

/** Whoever decides hears of a new entry at once: here, or on another replica. */
function wakeEngine(nudge: Nudge, wake: Wake, loop: EngineLoop): void {
  wake.ring();
  if (!loop.leading) nudge.give();
}
