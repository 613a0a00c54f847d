-- An incident says what service it is about and which team's it is, so that both can be asked for. A silence keeps the annotations that
-- other programs give it over the API of Alertmanager.
ALTER TABLE "incidents" ADD COLUMN "service" text;--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "team" text;--> statement-breakpoint
ALTER TABLE "silences" ADD COLUMN "annotations" jsonb DEFAULT '{}'::jsonb NOT NULL;