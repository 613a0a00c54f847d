-- What people and other programs see of an alert is what its sender sent: where labels of the integration stand over labels of
-- the alert, what was there is kept beside them.
ALTER TABLE "alerts" ADD COLUMN "masked" jsonb;