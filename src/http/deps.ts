import type { Clock } from '../clock.ts';
import type { LiveGraphs } from '../enrichment/liveGraphs.ts';
import type { Pointers } from '../enrichment/pointersOf.ts';
import type { Described } from '../enrichment/subjectOf.ts';
import type { Evidence } from '../evidence/evidence.ts';
import type { GraphContent } from '../evidence/graphContent.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { RunbookDesk } from '../pipeline/enrich/runbook/runbookDesk.ts';
import type { EntryContent } from '../pipeline/entry.ts';
import type { PolicySource } from '../pipeline/policy.ts';
import type { Redacted } from '../redact/redacted.ts';
import type { Database } from '../store/database.ts';
import type { AccessPolicy } from './auth/accessPolicy.ts';

/** A webhook as it goes into the journal. */
export interface WebhookEntry {
  /** With the sender format's name: `webhook/alertmanager`. */
  readonly kind: `webhook/${string}`;
  readonly integration: string;
  readonly correlationId: string;
  /** The body's bytes, which are UTF-8, as text. */
  readonly body: string;
}

/** What a person wants done with an incident. */
export interface ActEntry {
  readonly kind: 'acknowledge' | 'resolve' | 'note';
  readonly incident: number;
  readonly by: string;
  readonly text?: string;
  readonly correlationId: string;
}

/** A sender that was turned away, so that somebody hears of it: its alerts go nowhere. */
export interface RefusedSender {
  /** Where the path or the credential says which one. */
  readonly integration: string | null;
  readonly remote: string;
  readonly status: 401 | 413;
}

/** The configuration that is now in force. */
export interface Reloaded {
  /** Null: the built-in defaults. */
  readonly file: string | null;
  /** The keys that have changed, but are read only at the start. */
  readonly needsRestart: readonly string[];
}

/** Draws graphs; `window` is the stretch of time that was asked for. */
export interface GraphPictures {
  /** `remark`: a line below it. */
  svg(content: GraphContent, window: Pick<Evidence, 'from' | 'to'>, remark?: Redacted): string;
  png(content: GraphContent, window: Pick<Evidence, 'from' | 'to'>): Promise<Uint8Array>;
}

/** What the HTTP surfaces stand on. */
export interface HttpDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly db: Database;
  /** Of the current configuration. The same object until a reload brings another: what is derived from it is kept by it. */
  readonly access: () => AccessPolicy;
  /** What decisions are made by, in the configuration in force. */
  readonly policy: () => PolicySource;
  /** Of the configuration in force. */
  readonly runbooks: () => RunbookDesk;
  readonly intake: {
    /** Resolves to the entry's id once it is committed; rejects when it is not. It has its own timeout. */
    append(entry: WebhookEntry): Promise<string>;
  };
  /** Called for each such request: saying it once in a while is up to the callee. */
  readonly refused: (sender: RefusedSender) => void;
  /** Waits for the entry to be decided, but not for long. */
  readonly act: (entry: ActEntry) => Promise<{ entry: string; decided: boolean }>;
  /** The same for any entry of our own. */
  readonly submit: (content: EntryContent, correlationId?: string) => Promise<{ entry: string; decided: boolean }>;
  /** Rejects with an error whose `details` name each problem when the old configuration stays. */
  readonly reload: (force: boolean) => Promise<Reloaded>;
  /** Whether the database answers. */
  readonly ready: () => Promise<boolean>;
  /** Where people reach this server, without a slash at the end. */
  readonly externalUrl: () => string | null;
  /** Where people look first for an incident. */
  readonly pointers: (incident: Described) => Pointers;
  /** Whether a source of evidence is configured. */
  readonly looksForEvidence: () => boolean;
  readonly graph: GraphPictures;
  /** A graph as it is now. */
  readonly liveGraph: LiveGraphs['draw'];
  readonly version: string;
}
