-- Every decision keeps what it was made of; the ledger of a window and the rules of an hour are found by an index.
ALTER TABLE "decisions" ADD COLUMN "trace" jsonb;--> statement-breakpoint
CREATE INDEX "journal_decided" ON "journal" USING btree ("decided_at") WHERE "journal"."position" is not null;--> statement-breakpoint
CREATE INDEX "journal_policies" ON "journal" USING btree ("position") WHERE "journal"."kind" = 'policy';