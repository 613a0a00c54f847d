import type { Labels } from '../../alert/labels.ts';
import type { Severity } from '../../alert/severity.ts';
import type { Instant, Timestamp } from '../../alert/timestamp.ts';
import type { Evidence } from '../../evidence/evidence.ts';
import type { IncidentStatus, Urgency } from '../../incident/incident.ts';
import type { Redacted } from '../../redact/redacted.ts';

/** What a message says of one alert. */
export interface AlertView {
  readonly fingerprint: string;
  readonly integration: string;
  readonly status: 'firing' | 'resolved';
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly startsAt: Timestamp;
  readonly endsAt: Timestamp | null;
  readonly generatorUrl: string;
  /** The rule that keeps people from being told of it; null: none does. */
  readonly heldBy: string | null;
}

/** A link, a part of a local file, or both. */
export interface RunbookView {
  /** Where it was found: `annotation runbook_url`. */
  readonly source: string;
  readonly url: string | null;
  readonly section: { readonly heading: Redacted; readonly quote: Redacted } | null;
  /** What is wrong with the link, after "it": `answers 404`. Null: nothing that is known. */
  readonly trouble: string | null;
}

/** What a message says of an incident: read when it is sent, so that it is never older than the page. */
export interface IncidentView {
  readonly number: number;
  readonly title: string;
  readonly status: IncidentStatus;
  readonly urgency: Urgency;
  readonly severity: Severity;
  readonly team: string | null;
  readonly service: string | null;
  readonly opening: number;
  readonly groupLabels: Labels;
  readonly triggeredAt: Instant;
  readonly acknowledgedAt: Instant | null;
  readonly acknowledgedBy: string | null;
  readonly resolvedAt: Instant | null;
  readonly resolvedBy: string | null;
  readonly firing: number;
  readonly resolved: number;
  /** Of those that fire: how many a rule holds back. */
  readonly held: number;
  /** What is known of it beside its alerts, a line each. */
  readonly remarks: readonly string[];
  /** How many alerts the sender left out of its last webhook. */
  readonly truncated: number;
  /** Firing ones first, of these the one that it is named after, then those that are told; at most 20; `firing + resolved` says how many there are. */
  readonly alerts: readonly AlertView[];
  /** Best first; absent: those in the alerts' annotations. */
  readonly runbooks?: readonly RunbookView[];
  /** More places to look at, by the configuration's templates. */
  readonly links?: readonly { readonly name: string; readonly href: string }[];
  /** What sources had to say of the opening that stands; empty until they were asked. */
  readonly evidence: readonly Evidence[];
  /** The incident's page, null where `server.external_url` is unset and the address is not known. */
  readonly url: string | null;
}

/** A line of an incident's story: a thread reply, a webhook call, a line on the console. Each is sent once. */
export interface Note {
  readonly reason: NotifyReason;
  /** One or a few lines of plain text, unescaped. */
  readonly text: string;
  readonly at: Instant;
}

export type NotifyReason =
  | 'first'
  | 'new_alerts'
  | 'severity_raised'
  /** More signs have come: now it is to wake somebody. */
  | 'urgency_raised'
  | 'some_resolved'
  | 'resolved'
  | 'reopened'
  | 'repeat'
  /** It fired already, and what kept it back has ended. */
  | 'released'
  | 'acknowledged'
  /** What was found out about it has come. */
  | 'evidence'
  | 'test';

/** One thing to send. `opening` and `installation` make the other side's key. */
export type Send =
  | { readonly action: 'trigger' | 'acknowledge' | 'resolve'; readonly opening: number }
  | { readonly action: 'post' }
  | { readonly action: 'update'; readonly message: MessageRef }
  | { readonly action: 'reply'; readonly message: MessageRef | null; readonly note: Note };

/** Where a Slack message stands: the channel's id and the message's `ts`, a string key. */
export interface MessageRef {
  readonly channel: string;
  readonly ts: string;
  /** The picture that belongs into it; undefined while there was none. */
  readonly graph?: KeptPicture;
}

/** What became of the picture of one piece of evidence, so that later edits show the same file and do not try for ever. */
export interface KeptPicture {
  readonly evidence: string;
  /** Slack's id of the file; null: it was not taken. */
  readonly file: string | null;
  /** How often it could not be shown. */
  readonly failures: number;
}

export interface SendRequest {
  readonly send: Send;
  readonly incident: IncidentView;
  /** Names this database for ever; part of every key given to the other side. */
  readonly installation: string;
  /** Stable over retries of the same send; put where the other side keeps it, to look for it after a doubt. */
  readonly notificationId: string;
  /** Set when an earlier attempt at this send ended without an answer: when that attempt began. Look before sending again. */
  readonly doubtSince: Instant | null;
  /** The whole send is cut off after this. */
  readonly signal: AbortSignal;
  /**
   * Asked right before a request goes onto its connection. A signal is a timer, and a process that was stopped meets what its
   * connections have for it before its timers: by then somebody else may have sent it.
   */
  readonly mayLeave: () => boolean;
}

/** What the other side answered to something it accepted. */
export interface Receipt {
  /** HTTP status, or null where there is none (console). */
  readonly status: number | null;
  /** Shown to people: what it said, cut to 500 characters, without secrets. */
  readonly answer: string;
  /** Slack: the message that was made or changed. */
  readonly message?: MessageRef;
  /** An earlier attempt had arrived: what stands there shows the state of that time. */
  readonly isEarlier?: boolean;
  /** What stands there lacks something that may be had after so many milliseconds: then it is put right once more. */
  readonly againMs?: number;
}

/**
 * Sends once and answers with a receipt, or throws a `DeliveryError`. It never retries and never waits: that is
 * `outbox/retry.ts`'s.
 */
export interface Notifier {
  send(request: SendRequest): Promise<Receipt>;
}
