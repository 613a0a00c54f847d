-- Rules may keep people from being told of an alert while it fires. What holds it stands with the alert, so that all that is held by the
-- same thing is found, and judged again, when that thing ends. What rules remember from one alert to the next is kept by key. What people
-- asked to hear nothing of is kept with what it hid, and the engine remembers when one of those changed last. Changes that somebody told
-- of are kept for people and for post-mortems. Every decision keeps what it was made of; the ledger of a window and the rules of an hour
-- are found by an index. Other programs see of an alert what its sender sent: what labels of the integration stand over is kept beside them.
CREATE TABLE "changes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"service" text NOT NULL,
	"cluster" text NOT NULL,
	"at" timestamptz(3) NOT NULL,
	"ended_at" timestamptz(3),
	"summary" text NOT NULL,
	"version" text,
	"url" text,
	"labels" jsonb NOT NULL,
	"by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rule_memory" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "silences" (
	"id" uuid PRIMARY KEY NOT NULL,
	"matchers" jsonb NOT NULL,
	"starts_at" timestamptz(3) NOT NULL,
	"ends_at" timestamptz(3) NOT NULL,
	"created_by" text NOT NULL,
	"comment" text NOT NULL,
	"updated_at" timestamptz(3) NOT NULL,
	"source" text NOT NULL,
	"recurrence" jsonb,
	"expires_when_resolved" boolean NOT NULL,
	"ended_at" timestamptz(3),
	"ended_because" text,
	"hidden" integer NOT NULL,
	"hiding" integer NOT NULL,
	"hidden_names" jsonb NOT NULL,
	"incidents" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "masked" jsonb;--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "group_key" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "held" jsonb;--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "sources" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "trace" jsonb;--> statement-breakpoint
ALTER TABLE "engine" ADD COLUMN "silences_at" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "held" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "awaiting_sign" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "signs" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "armed" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "flapping" text;--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "remarks" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
CREATE INDEX "changes_newest" ON "changes" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "changes_service" ON "changes" USING btree ("service","at","id");--> statement-breakpoint
CREATE INDEX "silences_live" ON "silences" USING btree ("id") WHERE "silences"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "silences_ends" ON "silences" USING btree ("ends_at","id");--> statement-breakpoint
CREATE INDEX "alerts_firing" ON "alerts" USING btree ("integration","fingerprint") WHERE "alerts"."status" = 'firing';--> statement-breakpoint
CREATE INDEX "alerts_held" ON "alerts" USING btree (("held" ->> 'key'),"integration","fingerprint") WHERE "alerts"."held" is not null;--> statement-breakpoint
CREATE INDEX "journal_decided" ON "journal" USING btree ("decided_at") WHERE "journal"."position" is not null;--> statement-breakpoint
CREATE INDEX "journal_policies" ON "journal" USING btree ("position") WHERE "journal"."kind" = 'policy';