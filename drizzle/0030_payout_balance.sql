-- What Toss settles and keeps to pay out has an account of its own, and is held against Toss's own word.
-- Why: where Toss makes the payouts, settlements become the balance that these are made from and never reach the bank.
-- Locks: entries and account_days, for as long as it takes to read each once, then reconciliation_breaks the same.
ALTER DOMAIN account DROP CONSTRAINT account_in_chart;--> statement-breakpoint
ALTER DOMAIN account ADD CONSTRAINT account_in_chart CHECK (value in ('balance', 'pending', 'withdrawable', 'charge_debt', 'earnings_debt', 'fee_revenue', 'vat_payable', 'withholding_payable', 'pg_receivable', 'pg_payout_balance', 'safeguarded_bank', 'operating_bank', 'withdrawals_in_transit', 'charge_refunds_in_transit', 'pg_fees', 'input_vat', 'write_offs', 'suspense'));--> statement-breakpoint
ALTER TABLE "reconciliation_breaks" DROP CONSTRAINT "reconciliation_breaks_class";--> statement-breakpoint
ALTER TABLE "reconciliation_breaks" ADD CONSTRAINT "reconciliation_breaks_class" CHECK ("reconciliation_breaks"."class" in ('MISSING_HERE', 'MISSING_THERE', 'AMOUNT_MISMATCH', 'STATUS_MISMATCH', 'CANCEL_MISMATCH', 'DUPLICATE', 'SETTLEMENT_MISMATCH', 'STUCK', 'PAYOUT_BALANCE_MISMATCH', 'BANK_DEPOSIT_UNKNOWN', 'BANK_DEBIT_UNKNOWN', 'BANK_DEPOSIT_MISSING', 'BANK_DEBIT_MISSING', 'BANK_AMOUNT_MISMATCH', 'BANK_OPENING_MISMATCH'));
