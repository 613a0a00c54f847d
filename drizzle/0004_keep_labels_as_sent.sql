-- What other programs see of an alert is what its sender sent: where labels of the integration stand over labels of the alert,
-- what was there is kept beside them. And all that fires is asked for at once, however much has resolved.
ALTER TABLE "alerts" ADD COLUMN "masked" jsonb;--> statement-breakpoint
CREATE INDEX "alerts_firing" ON "alerts" USING btree ("integration","fingerprint") WHERE "alerts"."status" = 'firing';