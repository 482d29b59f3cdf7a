-- An owner may take back a withdrawal that its carrier waits with.
-- Locks: withdrawals, for as long as it takes to read it once.
ALTER TABLE "withdrawals" DROP CONSTRAINT "withdrawals_sent";--> statement-breakpoint
ALTER TABLE "withdrawals" ADD CONSTRAINT "withdrawals_sent" CHECK ("withdrawals"."status" = 'CANCELED' or ("withdrawals"."status" in ('REQUESTED', 'APPROVED')) = ("withdrawals"."sent_at" is null));