-- Deployments and other changes that somebody told of are kept for people and for post-mortems; rules remember the newest by themselves. An
-- incident counts its alerts that wait for a second sign after one.
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
ALTER TABLE "incidents" ADD COLUMN "awaiting_sign" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "changes_newest" ON "changes" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "changes_service" ON "changes" USING btree ("service","at","id");