-- Rules may keep people from being told of an alert while it fires. What holds it stands with the alert, so that all that is held
-- by the same thing is found, and judged again, when that thing ends; how many of an incident are held is counted with it.
ALTER TABLE "alerts" ADD COLUMN "held" jsonb;--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "held" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "alerts_held" ON "alerts" USING btree (("held" ->> 'key'),"integration","fingerprint") WHERE "alerts"."held" is not null;
