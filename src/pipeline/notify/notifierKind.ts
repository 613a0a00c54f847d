import type { z } from 'zod';
import type { Secret } from '../../config/secret.ts';
import type { Urgency } from '../../incident/incident.ts';
import type { Redacted } from '../../redact/redacted.ts';
import type { NotifierName } from '../policy.ts';
import type { Notifier } from './notifier.ts';

/** What notifiers share and the configuration holds outside their own `*_configs`; made by the composition root. */
export interface NotifierContext {
  /**
   * `eventsUrl`: the service's origin, with a path prefix or none; `http://` only for a stand-in on this machine. `rest`: absent or null
   * where no notes are written.
   */
  readonly pagerduty: { readonly eventsUrl: string; readonly rest?: PagerDutyRest | null };
  readonly slack: { readonly apiUrl: string; readonly botToken: Secret | null };
  /** What evidence has beside what messages say of it; undefined: no files and no pictures are sent. */
  readonly evidence?: EvidenceFiles;
  /** Where the console notifier writes; the text ends without a line break. */
  print(text: string): void;
  /** Whether `print` understands ANSI colours. Default: no. */
  readonly ansi?: boolean;
  /** Who is told, where several receivers are told in one place and each has to be named. */
  readonly receiver?: string;
}

/** PagerDuty's REST API, for notes: its origin, a token, and the e-mail address of the user in whose name they are written. */
export interface PagerDutyRest {
  readonly url: string;
  readonly token: Secret;
  readonly from: string;
}

/** The files of evidence, by its id. Null: there is none (any more). */
export interface EvidenceFiles {
  /** Every line of it, redacted, and what the file is called: `incident-42-loki.txt`. */
  file(id: string): Promise<{ readonly name: string; readonly text: Redacted } | null>;
  /** A graph as a PNG. */
  picture(id: string): Promise<Uint8Array | null>;
}

/** What every element of every `*_configs` has. */
export interface NotifierConfig {
  readonly send_resolved: boolean;
  /** Of which incidents it is told. */
  readonly urgency: readonly Urgency[];
}

/**
 * One way to tell people. `account` and `create` take what `schema` returned, and nothing else. Written as methods, so that
 * kinds with different configurations fit in one list.
 */
export interface NotifierKind<C extends NotifierConfig = NotifierConfig> {
  readonly name: NotifierName;
  /** One element of `${name}_configs`: unknown keys are refused, secrets come out as `Secret`. */
  readonly schema: z.ZodType<C>;
  /** The keys of `schema` that hold a secret, which therefore may also be written as `${key}_file`. */
  readonly secrets: readonly string[];
  /** What the other side takes from one account; the outbox keeps to it. */
  readonly rate: { readonly perMinute: number; readonly burst: number };
  /** Tells two credentials or destinations apart without holding either: 16 hex digits. */
  account(config: C): string;
  /** Throws a `TocsinError` where `context` lacks what this kind needs. */
  create(config: C, context: NotifierContext): Notifier;
}
