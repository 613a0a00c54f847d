-- Rules may keep people from being told of an alert while it fires. What holds it stands with the alert, so that all that is held by the
-- same thing is found, and judged again, when that thing ends. What rules remember from one alert to the next is kept by key.
CREATE TABLE "rule_memory" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "held" jsonb;--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "sources" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "held" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "signs" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "armed" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "flips" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "flapping_since" timestamptz(3);--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "remarks" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
CREATE INDEX "alerts_held" ON "alerts" USING btree (("held" ->> 'key'),"integration","fingerprint") WHERE "alerts"."held" is not null;