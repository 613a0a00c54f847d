-- What fires as a source of an inhibit rule is counted by rule and equal labels, so that a target finds it by one key.
CREATE TABLE "inhibit_marks" (
	"key" text PRIMARY KEY NOT NULL,
	"sources" integer NOT NULL,
	"both" integer NOT NULL,
	"by" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "sources" jsonb DEFAULT '[]'::jsonb NOT NULL;
