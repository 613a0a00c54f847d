-- An incident is named after the worst alert that people were told of: which one that is.
ALTER TABLE "incidents" ADD COLUMN "lead" jsonb;