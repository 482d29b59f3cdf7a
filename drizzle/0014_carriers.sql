ALTER TABLE "withdrawals" ADD COLUMN "carrier" text;--> statement-breakpoint
UPDATE "withdrawals" SET "carrier" = 'simulated_bank' WHERE "sent_at" IS NOT NULL;--> statement-breakpoint
ALTER TABLE "withdrawals" ADD CONSTRAINT "withdrawals_carrier" CHECK (("withdrawals"."sent_at" is null) = ("withdrawals"."carrier" is null) and "withdrawals"."carrier" in ('simulated_bank', 'toss', 'manual'));