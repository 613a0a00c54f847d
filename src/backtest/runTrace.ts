import type { Instant } from '../alert/timestamp.ts';
import { BOUNDS } from '../pipeline/bounds.ts';
import type { Decisions } from '../pipeline/decision.ts';
import type { Entry, EntryContent } from '../pipeline/entry.ts';
import type { PolicySource } from '../pipeline/policy.ts';
import { MemoryEngine } from './memoryEngine.ts';
import type { MemoryStore } from './memoryStore.ts';
import type { Page } from './page.ts';
import { PageLog } from './pageLog.ts';
import type { RecordedChange } from './readChanges.ts';
import { readTrace, type TraceLine } from './readTrace.ts';
import { Tally } from './tally.ts';
import { tellings } from './tellings.ts';
import { TraceError } from './traceError.ts';

export interface TraceRun {
  /** The trace, see `readTrace`. */
  readonly file: string;
  readonly policy: PolicySource;
  /** In order of time. */
  readonly changes: readonly RecordedChange[];
  readonly version: string;
  /** Called after each entry, in order. */
  readonly onDecided: (decided: TraceStep) => void;
}

export interface TraceStep {
  readonly entry: Entry;
  readonly made: Decisions;
  /** The pages among what was decided. */
  readonly pages: readonly Page[];
  /** As it stands now. */
  readonly store: MemoryStore;
}

export interface TraceResult {
  readonly tally: Tally;
  readonly store: MemoryStore;
}

/**
 * Lives through a recorded trace on a virtual clock, as a server that had this configuration from the first line on. Timers
 * fire when they are due. It ends with the last line: of what came after it, nothing is known, not even that heartbeats stopped.
 * @throws TraceError for a line that cannot be replayed
 */
export function runTrace({ file, policy, changes, version, onDecided }: TraceRun): TraceResult {
  const engine = new MemoryEngine();
  const log = new PageLog();
  const tally = new Tally();
  const take = (content: EntryContent, id: string, at: Instant): void =>
    engine.take(content, id, at, (entry, made) => {
      const told = tellings(made);
      const pages = log.add(told, engine.store);
      tally.add(entry, made, told, pages);
      onDecided({ entry, made, pages, store: engine.store });
    });
  let ticks = 0;
  const tick = (at: Instant): void => {
    ticks += 1;
    take({ kind: 'tick' }, `tick-${ticks}`, at);
  };
  const goOnTo = (at: Instant): void => {
    for (let due = engine.store.timers.nextDue(); due !== null && due < at; due = engine.store.timers.nextDue()) tick(due);
    while (engine.due(at).length === BOUNDS.timers) tick(at);
  };
  let nextChange = 0;
  for (const line of readTrace(file)) {
    if (engine.policy === null) {
      take({ kind: 'engine_started', version }, 'start', line.sentAt);
      take({ kind: 'policy', policy }, 'policy', line.sentAt);
    }
    for (let change = changes[nextChange]; change && change.at <= line.sentAt; change = changes[++nextChange]) {
      goOnTo(change.at);
      takeChange(change, take);
    }
    goOnTo(line.sentAt);
    take(contentOf(file, line, engine), `line-${line.line}`, line.sentAt);
  }
  return { tally, store: engine.store };
}

function takeChange(
  { line, at, service, cluster }: RecordedChange,
  take: (content: EntryContent, id: string, at: Instant) => void,
): void {
  const id = `change-${line}`;
  const told = { summary: `${service} was changed`, version: null, url: null, labels: {}, by: 'a recording' };
  take({ kind: 'change', changes: [{ id, service, cluster, at, endedAt: null, ...told }] }, id, at);
}

function contentOf(file: string, { line, integration, body, sentAt: receivedAt }: TraceLine, engine: MemoryEngine): EntryContent {
  // An integration that is not configured has no labels; a recording need not be of the very installation that is configured.
  const content = engine.read({ id: `line-${line}`, kind: 'webhook/alertmanager', integration, body, receivedAt });
  // What intake would have refused was never in a journal.
  if (content.kind === 'unreadable') throw new TraceError(file, line, `body: ${content.error}`);
  return content;
}
