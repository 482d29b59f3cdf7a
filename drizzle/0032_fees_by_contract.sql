-- A fee of Toss's that is not the contract's is a break of its own.
-- Locks: reconciliation_breaks, for as long as it takes to read it once.
ALTER TABLE "reconciliation_breaks" DROP CONSTRAINT "reconciliation_breaks_class";--> statement-breakpoint
ALTER TABLE "reconciliation_breaks" ADD CONSTRAINT "reconciliation_breaks_class" CHECK ("reconciliation_breaks"."class" in ('MISSING_HERE', 'MISSING_THERE', 'AMOUNT_MISMATCH', 'STATUS_MISMATCH', 'CANCEL_MISMATCH', 'DUPLICATE', 'SETTLEMENT_MISMATCH', 'FEE_MISMATCH', 'STUCK', 'PAYOUT_BALANCE_MISMATCH', 'BANK_DEPOSIT_UNKNOWN', 'BANK_DEBIT_UNKNOWN', 'BANK_DEPOSIT_MISSING', 'BANK_DEBIT_MISSING', 'BANK_AMOUNT_MISMATCH', 'BANK_OPENING_MISMATCH'));
