import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { AlertStatus, Hold } from '../alert/alert.ts';
import type { Labels } from '../alert/labels.ts';
import type { Severity } from '../alert/severity.ts';
import type { ArmedUrgency, IncidentStatus, IncidentTarget, Lead, Sign, Urgency } from '../incident/incident.ts';
import type { NotifierName } from '../pipeline/policy.ts';
import type { Trace } from '../pipeline/trace.ts';
import { instant } from './instantColumn.ts';

const position = (name: string) => bigint(name, { mode: 'number' });

/** Every input, as it came. Intake inserts; the engine stamps `position` and `decided_at`; nothing else changes. */
export const journal = pgTable(
  'journal',
  {
    id: uuid('id').primaryKey(),
    kind: text('kind').notNull(),
    receivedAt: instant('received_at').notNull(),
    integration: text('integration'),
    correlationId: text('correlation_id').notNull(),
    /** A webhook's bytes (UTF-8, so text keeps them exactly), or the JSON of one of our own entries. */
    body: text('body').notNull(),
    position: position('position'),
    decidedAt: instant('decided_at'),
    /** What became of its alerts: the ledger's unit, see `pipeline/ledger.ts`. */
    counts: jsonb('counts').$type<Readonly<Record<string, number>>>(),
    /** Why it could not be decided; the entry stays and the engine goes on. */
    error: text('error'),
  },
  (table) => [
    uniqueIndex('journal_position').on(table.position).where(sql`${table.position} is not null`),
    /** The ledger of any window. */
    index('journal_decided').on(table.decidedAt).where(sql`${table.position} is not null`),
    /** The rules of an hour: few among many. */
    index('journal_policies').on(table.position).where(sql`${table.kind} = 'policy'`),
    index('journal_undecided').on(table.receivedAt, table.id).where(sql`${table.position} is null`),
  ],
);

/** One row: who decides, and how far. Its token is checked in every deciding transaction. */
export const engine = pgTable('engine', {
  id: integer('id').primaryKey(),
  /** Names this database for ever; part of the keys that PagerDuty and Slack are given. */
  installation: text('installation').notNull(),
  holder: text('holder'),
  token: position('token').notNull(),
  leaseUntil: instant('lease_until'),
  position: position('position').notNull(),
  decidedAt: instant('decided_at').notNull(),
  nextIncident: integer('next_incident').notNull(),
  nextDelivery: position('next_delivery').notNull(),
  policyHash: text('policy_hash'),
  policy: jsonb('policy').$type<unknown>(),
  /** The position of the last entry that changed a silence: who read them then need not read them again. */
  silencesAt: position('silences_at').notNull().default(0),
});

/** Episodes of alerts; `latest` marks the newest of an (integration, fingerprint). */
export const alerts = pgTable(
  'alerts',
  {
    integration: text('integration').notNull(),
    fingerprint: text('fingerprint').notNull(),
    startsAt: text('starts_at').notNull(),
    latest: boolean('latest').notNull(),
    aliases: jsonb('aliases').$type<readonly string[]>().notNull(),
    status: text('status').$type<AlertStatus>().notNull(),
    labels: jsonb('labels').$type<Labels>().notNull(),
    annotations: jsonb('annotations').$type<Labels>().notNull(),
    generatorUrl: text('generator_url').notNull(),
    /** What the integration's labels stand in place of. */
    masked: jsonb('masked').$type<Labels>(),
    endsAt: text('ends_at'),
    receivedAt: instant('received_at').notNull(),
    resolvedAt: instant('resolved_at'),
    incident: integer('incident'),
    group: text('group_key').notNull().default(''),
    held: jsonb('held').$type<Hold>(),
    sources: jsonb('sources').$type<readonly string[]>().notNull().default([]),
  },
  (table) => [
    primaryKey({ columns: [table.integration, table.fingerprint, table.startsAt] }),
    uniqueIndex('alerts_latest').on(table.integration, table.fingerprint).where(sql`${table.latest}`),
    index('alerts_incident').on(table.incident, table.status, table.receivedAt),
    index('alerts_fingerprint').on(table.fingerprint),
    index('alerts_firing').on(table.integration, table.fingerprint).where(sql`${table.status} = 'firing'`),
    index('alerts_held')
      .on(sql`(${table.held} ->> 'key')`, table.integration, table.fingerprint)
      .where(sql`${table.held} is not null`),
  ],
);

export const incidents = pgTable(
  'incidents',
  {
    number: integer('number').primaryKey(),
    groupKey: text('group_key').notNull(),
    groupLabels: jsonb('group_labels').$type<Readonly<Record<string, string>>>().notNull(),
    title: text('title').notNull(),
    lead: jsonb('lead').$type<Lead>(),
    service: text('service'),
    team: text('team'),
    status: text('status').$type<IncidentStatus>().notNull(),
    urgency: text('urgency').$type<Urgency>().notNull(),
    severity: text('severity').$type<Severity>().notNull(),
    opening: integer('opening').notNull(),
    revision: integer('revision').notNull(),
    createdAt: instant('created_at').notNull(),
    triggeredAt: instant('triggered_at').notNull(),
    acknowledgedAt: instant('acknowledged_at'),
    acknowledgedBy: text('acknowledged_by'),
    resolvedAt: instant('resolved_at'),
    resolvedBy: text('resolved_by'),
    notifiedAt: instant('notified_at'),
    firing: integer('firing').notNull(),
    resolved: integer('resolved').notNull(),
    held: integer('held').notNull().default(0),
    awaitingSign: integer('awaiting_sign').notNull().default(0),
    waiting: integer('waiting').notNull(),
    truncated: jsonb('truncated').$type<Readonly<Record<string, number>>>().notNull(),
    targets: jsonb('targets').$type<readonly IncidentTarget[]>().notNull(),
    signs: jsonb('signs').$type<readonly Sign[]>().notNull().default([]),
    armed: jsonb('armed').$type<readonly ArmedUrgency[]>().notNull().default([]),
    flapping: text('flapping'),
    remarks: jsonb('remarks').$type<readonly string[]>().notNull().default([]),
    reopenWindowMs: position('reopen_window_ms').notNull(),
    alarm: boolean('alarm').notNull(),
  },
  (table) => [
    index('incidents_group').on(table.groupKey, table.number.desc()),
    index('incidents_open').on(table.number.desc()).where(sql`${table.status} <> 'resolved'`),
    /** What was told lately: for what evidence is looked for. */
    index('incidents_told').on(table.notifiedAt).where(sql`${table.status} <> 'resolved'`),
  ],
);

/** Fired by the engine, in order of (due_at, key). */
export const timers = pgTable(
  'timers',
  {
    key: text('key').primaryKey(),
    kind: text('kind').notNull(),
    dueAt: instant('due_at').notNull(),
    incident: integer('incident'),
    integration: text('integration'),
    fingerprint: text('fingerprint'),
  },
  (table) => [index('timers_due').on(table.dueAt, table.key)],
);

/** What became of an alert and why; nothing for a repeat that brought nothing new. */
export const decisions = pgTable(
  'decisions',
  {
    position: position('position').notNull(),
    seq: integer('seq').notNull(),
    at: instant('at').notNull(),
    integration: text('integration').notNull(),
    fingerprint: text('fingerprint').notNull(),
    startsAt: text('starts_at').notNull(),
    incident: integer('incident'),
    verdict: text('verdict').notNull(),
    reason: text('reason').notNull(),
    because: text('because').notNull(),
    trace: jsonb('trace').$type<Trace>(),
  },
  (table) => [
    primaryKey({ columns: [table.position, table.seq] }),
    index('decisions_alert').on(table.fingerprint, table.integration, table.position),
  ],
);

/** The incident's story: rows are added, never changed. Ids sort: `p{position}.{seq}` is the engine's, `s{delivery}.…` the outbox's. */
export const timeline = pgTable(
  'timeline',
  {
    id: text('id').primaryKey(),
    incident: integer('incident').notNull(),
    at: instant('at').notNull(),
    recordedAt: instant('recorded_at').notNull(),
    clockSource: text('clock_source').notNull(),
    type: text('type').notNull(),
    actor: text('actor').notNull(),
    source: text('source').notNull(),
    text: text('text').notNull(),
    data: jsonb('data').$type<Readonly<Record<string, unknown>>>().notNull(),
  },
  (table) => [index('timeline_incident').on(table.incident, table.at, table.recordedAt, table.id)],
);

/** The outbox. `state`: one row per (incident, target), whose `desired` the engine replaces; `note`: appended, each sent once. */
export const deliveries = pgTable(
  'deliveries',
  {
    id: position('id').primaryKey(),
    kind: text('kind').$type<'state' | 'note'>().notNull(),
    incident: integer('incident').notNull(),
    target: text('target').notNull(),
    notifier: text('notifier').$type<NotifierName>().notNull(),
    /** Severity rank, 0 is sent first; evidence comes after all of them. */
    priority: smallint('priority').notNull(),
    reason: text('reason').notNull(),
    status: text('status').$type<'pending' | 'sending' | 'delivered' | 'superseded' | 'dead'>().notNull(),
    /** `state`: {@link DesiredState}; `note`: the note. */
    desired: jsonb('desired').$type<unknown>().notNull(),
    revision: integer('revision').notNull(),
    /** What the other side is known to have taken. */
    accepted: jsonb('accepted').$type<unknown>(),
    acceptedRevision: integer('accepted_revision').notNull(),
    /** The send under way, or in doubt. */
    attempt: jsonb('attempt').$type<unknown>(),
    attempts: integer('attempts').notNull(),
    createdAt: instant('created_at').notNull(),
    /** When the page was due: what latency is counted from. */
    dueAt: instant('due_at').notNull(),
    nextAttemptAt: instant('next_attempt_at').notNull(),
    claimedBy: text('claimed_by'),
    claimedUntil: instant('claimed_until'),
    deliveredAt: instant('delivered_at'),
    answer: text('answer'),
    correlationId: text('correlation_id').notNull(),
  },
  (table) => [
    index('deliveries_worst').on(table.priority, table.dueAt, table.id).where(sql`${table.status} in ('pending', 'sending')`),
    index('deliveries_next').on(table.nextAttemptAt).where(sql`${table.status} = 'pending'`),
    index('deliveries_sending').on(table.claimedUntil).where(sql`${table.status} = 'sending'`),
    index('deliveries_lane').on(table.incident, table.target, table.id).where(sql`${table.status} in ('pending', 'sending')`),
    index('deliveries_incident').on(table.incident, table.id),
  ],
);
