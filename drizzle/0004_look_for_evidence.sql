-- What log, trace and metric sources had to say of an incident, and for which openings they were asked.
CREATE TABLE "evidence" (
	"id" text PRIMARY KEY NOT NULL,
	"incident" integer NOT NULL,
	"opening" integer NOT NULL,
	"kind" text NOT NULL,
	"source" text NOT NULL,
	"status" text NOT NULL,
	"because" text,
	"query" text,
	"from_time" timestamptz(3) NOT NULL,
	"to_time" timestamptz(3) NOT NULL,
	"asked_at" timestamptz(3) NOT NULL,
	"took_ms" integer NOT NULL,
	"content" jsonb,
	"has_file" boolean NOT NULL,
	"file" text
);
--> statement-breakpoint
CREATE TABLE "evidence_runs" (
	"incident" integer NOT NULL,
	"opening" integer NOT NULL,
	"begun_at" timestamptz(3) NOT NULL,
	"claimed_by" text NOT NULL,
	"claimed_until" timestamptz(3) NOT NULL,
	"done_at" timestamptz(3),
	CONSTRAINT "evidence_runs_incident_opening_pk" PRIMARY KEY("incident","opening")
);
--> statement-breakpoint
CREATE INDEX "evidence_incident" ON "evidence" USING btree ("incident","opening","id");--> statement-breakpoint
CREATE INDEX "incidents_told" ON "incidents" USING btree ("notified_at") WHERE "incidents"."status" <> 'resolved';