import { z } from 'zod';
import type { Alert } from '../alert/alert.ts';
import { LabelMemo } from '../alert/labelMemo.ts';
import { type Labels, labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import type { Instant } from '../alert/timestamp.ts';
import { redactLabels } from '../redact/redactLabels.ts';
import { type Recurrence, SILENCE_SOURCES } from '../silence/silence.ts';
import type { Policy } from './compilePolicy.ts';
import type { EntryContent, HeartbeatSwitch, Sighted } from './entry.ts';
import { group } from './group/group.ts';
import { heartbeatSwitch } from './group/heartbeatSwitch.ts';
import { SENDERS } from './intake/senders.ts';
import type { PolicySource } from './policy.ts';
import { type RuleFailure, ruleFailure } from './ruleFailure.ts';

/** A row of the journal as far as deciding needs it. */
export interface JournalRow {
  readonly id: string;
  readonly kind: string;
  readonly integration: string | null;
  readonly body: string;
  readonly receivedAt: Instant;
  /** Set when it could not be decided the first time: a replay takes the same way. */
  readonly error?: string | null;
}

/** Puts what is at hand already in place of equal labels: what was worked out for those is not worked out again. */
export type AsKnown = (alert: Pick<Alert, 'integration' | 'fingerprint'> & { labels: Labels; annotations: Labels }) => void;

const act = z.object({ incident: z.number().int(), by: z.string() });
const silenceMatcher = z.object({ name: z.string(), value: z.string(), isRegex: z.boolean(), isEqual: z.boolean() });
// Not a record of zod's, which would drop a label named `__proto__`.
const labels = z.custom<Labels>((value) => typeof value === 'object' && value !== null);
const serviceChange = z.object({
  id: z.string(),
  service: z.string(),
  cluster: z.string(),
  at: z.number(),
  endedAt: z.number().nullable(),
  summary: z.string(),
  version: z.string().nullable(),
  url: z.string().nullable(),
  labels,
  by: z.string(),
});
const OWN_ENTRIES = {
  acknowledge: act,
  resolve: act,
  note: act.extend({ text: z.string() }),
  silence_set: z.object({
    silence: z.string(),
    replaces: z.string().nullable(),
    matchers: z.array(silenceMatcher),
    startsAt: z.number().nullable(),
    endsAt: z.number(),
    createdBy: z.string(),
    comment: z.string(),
    annotations: labels.default({}),
    source: z.enum(SILENCE_SOURCES),
    recurrence: z.custom<Recurrence | null>((value) => typeof value === 'object'),
    expiresWhenResolved: z.boolean(),
  }),
  silence_expire: z.object({ silence: z.string(), by: z.string() }),
  change: z.object({ changes: z.array(serviceChange) }),
  policy: z.object({ policy: z.custom<PolicySource>((value) => typeof value === 'object' && value !== null) }),
  rejudge: z.object({ incidents: z.array(z.number()) }),
  evidence: z.object({ incident: z.number().int(), opening: z.number().int(), text: z.string(), hasFiles: z.boolean() }),
  tick: z.object({}),
  engine_started: z.object({ version: z.string(), startedAt: z.number().optional() }),
  clock_step: z.object({ byMs: z.number() }),
  delivery_dead: z.object({ delivery: z.number(), incident: z.number(), target: z.string(), reason: z.string() }),
  receiver_broken: z.object({ target: z.string(), incident: z.number(), reason: z.string() }),
  deliveries_superseded: z.object({ target: z.string(), incidents: z.array(z.number()) }),
  sender_refused: z.object({ sender: z.string(), status: z.number() }),
  ledger_imbalance: z.object({ from: z.number(), to: z.number(), positions: z.array(z.number()), off: z.number() }),
} as const;

type OwnKind = keyof typeof OWN_ENTRIES;

/**
 * What a row of the journal says, with what the policy makes of its alerts before any state is looked at. Never throws: a
 * row that cannot be read is `unreadable`, which alarms, and the engine goes on. `asKnown` changes no decision.
 */
export function readEntry(row: JournalRow, policy: Policy | null, asKnown: AsKnown = () => {}): EntryContent {
  const integration = row.integration ?? 'none';
  if (row.error) return { kind: 'unreadable', integration, error: row.error };
  try {
    if (row.kind.startsWith('webhook/')) {
      if (!policy) throw new Error('no policy is known yet');
      return readWebhook(row, integration, policy, asKnown);
    }
    if (!Object.hasOwn(OWN_ENTRIES, row.kind)) throw new Error(`entry kind ${row.kind} is unknown to this version`);
    const kind = row.kind as OwnKind;
    return { kind, ...OWN_ENTRIES[kind].parse(JSON.parse(row.body)) } as EntryContent;
  } catch (error) {
    return { kind: 'unreadable', integration, error: error instanceof Error ? error.message : String(error) };
  }
}

function readWebhook(row: JournalRow, integration: string, policy: Policy, asKnown: AsKnown): EntryContent {
  const sender = SENDERS.find(({ name }) => `webhook/${name}` === row.kind);
  if (!sender) throw new Error(`${row.kind}: no such sender`);
  const labels = policy.integrations.get(integration)?.labels ?? {};
  const body = sender.parse(row.body, { name: integration, labels }, row.receivedAt);
  const alerts: Sighted[] = [];
  for (const alert of body.alerts) {
    const sent = alert.annotations;
    asKnown(alert);
    // What is known has been redacted.
    const annotations = alert.annotations === sent ? redactLabels(sent, policy.redactor) : alert.annotations;
    const shown = annotations === alert.annotations ? alert : { ...alert, annotations };
    alerts.push(sight(shown, body.groupLabels, policy));
  }
  return { kind: 'webhook', integration, alerts, rejected: body.rejected, senderGroup: body.group, truncated: body.truncated };
}

/** Fails open: an alert whose grouping cannot be decided is a group of its own, and one that may be a heartbeat is none. */
function sight(alert: Alert, senderGroupLabels: Labels | null, policy: Policy): Sighted {
  const severity = severityOf(labelValue(alert.labels, 'severity'), policy.severities);
  const failed: RuleFailure[] = [];
  const ask = <T>(rule: string, otherwise: T, read: () => T): T => {
    try {
      return read();
    } catch (error) {
      failed.push(ruleFailure(rule, error));
      return otherwise;
    }
  };
  const heartbeat = ask('heartbeat', null, () => heartbeatOf(alert.labels, severity, policy));
  const alone = `alone:${alert.integration}:${alert.fingerprint}`;
  const otherwise = { key: alone, labels: alert.labels, groupWaitMs: 0, reopenWindowMs: 0, rule: null };
  const chosen = ask('grouping', otherwise, () => group(alert, severity, senderGroupLabels, policy));
  return { alert, severity, group: chosen, ...(heartbeat && { heartbeat }), ...(failed.length > 0 && { failed }) };
}

const NO_HEARTBEAT = 'none';
const HEARTBEATS = new LabelMemo<HeartbeatSwitch | typeof NO_HEARTBEAT>();

/** Read once for each label set that is at hand; `severity` is what they say. */
function heartbeatOf(labels: Labels, severity: Sighted['severity'], policy: Policy): HeartbeatSwitch | null {
  if (policy.heartbeats.length === 0) return null;
  const found =
    HEARTBEATS.get(labels, policy) ?? HEARTBEATS.set(labels, policy, heartbeatSwitch(labels, severity, policy) ?? NO_HEARTBEAT);
  return found === NO_HEARTBEAT ? null : found;
}
