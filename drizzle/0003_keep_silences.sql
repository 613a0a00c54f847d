-- What people asked to hear nothing of, with what it hid; the engine remembers when one changed last.
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
ALTER TABLE "engine" ADD COLUMN "silences_at" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "silences_live" ON "silences" USING btree ("id") WHERE "silences"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "silences_ends" ON "silences" USING btree ("ends_at","id");