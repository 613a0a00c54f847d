-- The journal (inputs as they came), the engine's one row, what it decides, and the outbox below it.
CREATE TABLE "alerts" (
	"integration" text NOT NULL,
	"fingerprint" text NOT NULL,
	"starts_at" text NOT NULL,
	"latest" boolean NOT NULL,
	"aliases" jsonb NOT NULL,
	"status" text NOT NULL,
	"labels" jsonb NOT NULL,
	"annotations" jsonb NOT NULL,
	"generator_url" text NOT NULL,
	"ends_at" text,
	"received_at" timestamptz(3) NOT NULL,
	"resolved_at" timestamptz(3),
	"incident" integer,
	CONSTRAINT "alerts_integration_fingerprint_starts_at_pk" PRIMARY KEY("integration","fingerprint","starts_at")
);
--> statement-breakpoint
CREATE TABLE "checkpoints" (
	"position" bigint NOT NULL,
	"table_name" text NOT NULL,
	"chunk" integer NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"rows" jsonb NOT NULL,
	CONSTRAINT "checkpoints_position_table_name_chunk_pk" PRIMARY KEY("position","table_name","chunk")
);
--> statement-breakpoint
CREATE TABLE "decisions" (
	"position" bigint NOT NULL,
	"seq" integer NOT NULL,
	"at" timestamptz(3) NOT NULL,
	"integration" text NOT NULL,
	"fingerprint" text NOT NULL,
	"starts_at" text NOT NULL,
	"incident" integer,
	"verdict" text NOT NULL,
	"reason" text NOT NULL,
	"because" text NOT NULL,
	CONSTRAINT "decisions_position_seq_pk" PRIMARY KEY("position","seq")
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" bigint PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"incident" integer NOT NULL,
	"target" text NOT NULL,
	"notifier" text NOT NULL,
	"priority" smallint NOT NULL,
	"reason" text NOT NULL,
	"status" text NOT NULL,
	"desired" jsonb NOT NULL,
	"revision" integer NOT NULL,
	"accepted" jsonb,
	"accepted_revision" integer NOT NULL,
	"attempt" jsonb,
	"attempts" integer NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"due_at" timestamptz(3) NOT NULL,
	"next_attempt_at" timestamptz(3) NOT NULL,
	"claimed_by" text,
	"claimed_until" timestamptz(3),
	"delivered_at" timestamptz(3),
	"answer" text,
	"correlation_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "engine" (
	"id" integer PRIMARY KEY NOT NULL,
	"installation" text NOT NULL,
	"holder" text,
	"token" bigint NOT NULL,
	"lease_until" timestamptz(3),
	"position" bigint NOT NULL,
	"decided_at" timestamptz(3) NOT NULL,
	"next_incident" integer NOT NULL,
	"next_delivery" bigint NOT NULL,
	"policy_hash" text,
	"policy" jsonb
);
--> statement-breakpoint
CREATE TABLE "incidents" (
	"number" integer PRIMARY KEY NOT NULL,
	"group_key" text NOT NULL,
	"group_labels" jsonb NOT NULL,
	"title" text NOT NULL,
	"status" text NOT NULL,
	"urgency" text NOT NULL,
	"severity" text NOT NULL,
	"opening" integer NOT NULL,
	"revision" integer NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"triggered_at" timestamptz(3) NOT NULL,
	"acknowledged_at" timestamptz(3),
	"acknowledged_by" text,
	"resolved_at" timestamptz(3),
	"resolved_by" text,
	"notified_at" timestamptz(3),
	"firing" integer NOT NULL,
	"resolved" integer NOT NULL,
	"waiting" integer NOT NULL,
	"truncated" jsonb NOT NULL,
	"targets" jsonb NOT NULL,
	"reopen_window_ms" bigint NOT NULL,
	"alarm" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "journal" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"received_at" timestamptz(3) NOT NULL,
	"integration" text,
	"correlation_id" text NOT NULL,
	"body" text NOT NULL,
	"position" bigint,
	"decided_at" timestamptz(3),
	"counts" jsonb,
	"error" text
);
--> statement-breakpoint
CREATE TABLE "made_tokens" (
	"name" text PRIMARY KEY NOT NULL,
	"sha256" text NOT NULL,
	"created_at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rejected_alerts" (
	"position" bigint NOT NULL,
	"seq" integer NOT NULL,
	"at" timestamptz(3) NOT NULL,
	"integration" text NOT NULL,
	"error" text NOT NULL,
	CONSTRAINT "rejected_alerts_position_seq_pk" PRIMARY KEY("position","seq")
);
--> statement-breakpoint
CREATE TABLE "timeline" (
	"id" text PRIMARY KEY NOT NULL,
	"incident" integer NOT NULL,
	"at" timestamptz(3) NOT NULL,
	"recorded_at" timestamptz(3) NOT NULL,
	"clock_source" text NOT NULL,
	"type" text NOT NULL,
	"actor" text NOT NULL,
	"source" text NOT NULL,
	"text" text NOT NULL,
	"data" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "timers" (
	"key" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"due_at" timestamptz(3) NOT NULL,
	"incident" integer,
	"integration" text,
	"fingerprint" text
);
--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_latest" ON "alerts" USING btree ("integration","fingerprint") WHERE "alerts"."latest";--> statement-breakpoint
CREATE INDEX "alerts_incident" ON "alerts" USING btree ("incident","status","received_at");--> statement-breakpoint
CREATE INDEX "alerts_fingerprint" ON "alerts" USING btree ("fingerprint");--> statement-breakpoint
CREATE INDEX "decisions_alert" ON "decisions" USING btree ("fingerprint","integration","position");--> statement-breakpoint
CREATE INDEX "deliveries_worst" ON "deliveries" USING btree ("priority","due_at","id") WHERE "deliveries"."status" in ('pending', 'sending');--> statement-breakpoint
CREATE INDEX "deliveries_next" ON "deliveries" USING btree ("next_attempt_at") WHERE "deliveries"."status" = 'pending';--> statement-breakpoint
CREATE INDEX "deliveries_sending" ON "deliveries" USING btree ("claimed_until") WHERE "deliveries"."status" = 'sending';--> statement-breakpoint
CREATE INDEX "deliveries_lane" ON "deliveries" USING btree ("incident","target","id") WHERE "deliveries"."status" in ('pending', 'sending');--> statement-breakpoint
CREATE INDEX "deliveries_incident" ON "deliveries" USING btree ("incident","id");--> statement-breakpoint
CREATE INDEX "incidents_group" ON "incidents" USING btree ("group_key","number" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "incidents_open" ON "incidents" USING btree ("number" DESC NULLS LAST) WHERE "incidents"."status" <> 'resolved';--> statement-breakpoint
CREATE UNIQUE INDEX "journal_position" ON "journal" USING btree ("position") WHERE "journal"."position" is not null;--> statement-breakpoint
CREATE INDEX "journal_undecided" ON "journal" USING btree ("received_at","id") WHERE "journal"."position" is null;--> statement-breakpoint
CREATE INDEX "timeline_incident" ON "timeline" USING btree ("incident","at","recorded_at","id");--> statement-breakpoint
CREATE INDEX "timers_due" ON "timers" USING btree ("due_at","key");--> statement-breakpoint
-- Bodies are read back once and soon: compressing them would cost more than the disk it saves.
ALTER TABLE "journal" ALTER COLUMN "body" SET STORAGE EXTERNAL;
