-- How the links of runbooks were when they were last looked at.
CREATE TABLE "link_health" (
	"url" text PRIMARY KEY NOT NULL,
	"wanted_at" timestamptz(3) NOT NULL,
	"next_at" timestamptz(3) NOT NULL,
	"claimed_until" timestamptz(3),
	"failures" integer NOT NULL,
	"status" text,
	"because" text,
	"checked_at" timestamptz(3)
);
--> statement-breakpoint
CREATE INDEX "link_health_next" ON "link_health" USING btree ("next_at");