-- The bank's statement of the safeguarded account, line by line, and what of it is the same money as in the book.
-- Locks: reconciliation_breaks, for as long as it takes to read it twice; else only new tables.
CREATE TABLE "bank_lines" (
	"number" integer PRIMARY KEY NOT NULL,
	"statement_id" uuid NOT NULL,
	"day" date NOT NULL,
	"time" text,
	"amount" bigint NOT NULL,
	"balance" bigint NOT NULL,
	"description" text NOT NULL,
	"counterparty" text NOT NULL,
	CONSTRAINT "bank_lines_amount" CHECK ("bank_lines"."amount" <> 0),
	CONSTRAINT "bank_lines_time" CHECK ("bank_lines"."time" ~ '^\d\d:\d\d(:\d\d)?$')
);
--> statement-breakpoint
CREATE TABLE "bank_matches" (
	"transaction_id" uuid PRIMARY KEY NOT NULL,
	"line" integer NOT NULL,
	"matched_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bank_statements" (
	"id" uuid PRIMARY KEY NOT NULL,
	"digest" text NOT NULL,
	"lines" integer NOT NULL,
	"added" integer NOT NULL,
	"first_day" date NOT NULL,
	"last_day" date NOT NULL,
	"through" date NOT NULL,
	"imported_by" uuid NOT NULL,
	"imported_at" timestamp with time zone NOT NULL,
	CONSTRAINT "bank_statements_digest" CHECK ("bank_statements"."digest" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "bank_statements_lines" CHECK ("bank_statements"."added" between 0 and "bank_statements"."lines"),
	CONSTRAINT "bank_statements_days" CHECK ("bank_statements"."first_day" <= "bank_statements"."last_day")
);
--> statement-breakpoint
CREATE TABLE "safeguard_bank_checks" (
	"day" date PRIMARY KEY NOT NULL,
	"balance" bigint NOT NULL,
	"timing" bigint NOT NULL,
	"gap" bigint NOT NULL,
	"due_on" date,
	"checked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "safeguard_bank_checks_gap" CHECK ("safeguard_bank_checks"."gap" >= 0),
	CONSTRAINT "safeguard_bank_checks_due" CHECK (("safeguard_bank_checks"."gap" = 0) = ("safeguard_bank_checks"."due_on" is null))
);
--> statement-breakpoint
ALTER TABLE "reconciliation_breaks" DROP CONSTRAINT "reconciliation_breaks_class";--> statement-breakpoint
ALTER TABLE "reconciliation_breaks" DROP CONSTRAINT "reconciliation_breaks_cause";--> statement-breakpoint
ALTER TABLE "bank_lines" ADD CONSTRAINT "bank_lines_statement_id_bank_statements_id_fk" FOREIGN KEY ("statement_id") REFERENCES "public"."bank_statements"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_matches" ADD CONSTRAINT "bank_matches_transaction_id_transactions_id_fk" FOREIGN KEY ("transaction_id") REFERENCES "public"."transactions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_matches" ADD CONSTRAINT "bank_matches_line_bank_lines_number_fk" FOREIGN KEY ("line") REFERENCES "public"."bank_lines"("number") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_statements" ADD CONSTRAINT "bank_statements_imported_by_users_id_fk" FOREIGN KEY ("imported_by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "safeguard_bank_checks" ADD CONSTRAINT "safeguard_bank_checks_day_safeguard_checks_day_fk" FOREIGN KEY ("day") REFERENCES "public"."safeguard_checks"("day") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bank_lines_day" ON "bank_lines" USING btree ("day");--> statement-breakpoint
CREATE INDEX "bank_matches_line" ON "bank_matches" USING btree ("line");--> statement-breakpoint
ALTER TABLE "reconciliation_breaks" ADD CONSTRAINT "reconciliation_breaks_class" CHECK ("reconciliation_breaks"."class" in ('MISSING_HERE', 'MISSING_THERE', 'AMOUNT_MISMATCH', 'STATUS_MISMATCH', 'CANCEL_MISMATCH', 'DUPLICATE', 'SETTLEMENT_MISMATCH', 'STUCK', 'BANK_DEPOSIT_UNKNOWN', 'BANK_DEBIT_UNKNOWN', 'BANK_DEPOSIT_MISSING', 'BANK_DEBIT_MISSING', 'BANK_AMOUNT_MISMATCH', 'BANK_OPENING_MISMATCH'));--> statement-breakpoint
ALTER TABLE "reconciliation_breaks" ADD CONSTRAINT "reconciliation_breaks_cause" CHECK ("reconciliation_breaks"."cause" in ('corrected', 'timing', 'toss_error', 'bank_error', 'our_error', 'not_ours'));
--> statement-breakpoint
-- Hand-written from here: what is written once stays as it is.
create trigger bank_statements_append_only before update or delete on bank_statements for each row execute function refuse_change();
create trigger bank_statements_no_truncate before truncate on bank_statements for each statement execute function refuse_change();
create trigger bank_lines_append_only before update or delete on bank_lines for each row execute function refuse_change();
create trigger bank_lines_no_truncate before truncate on bank_lines for each statement execute function refuse_change();
create trigger bank_matches_append_only before update or delete on bank_matches for each row execute function refuse_change();
create trigger bank_matches_no_truncate before truncate on bank_matches for each statement execute function refuse_change();
create trigger safeguard_bank_checks_append_only before update or delete on safeguard_bank_checks for each row execute function refuse_change();
create trigger safeguard_bank_checks_no_truncate before truncate on safeguard_bank_checks for each statement execute function refuse_change();
--> statement-breakpoint
alter table bank_statements enable always trigger bank_statements_append_only, enable always trigger bank_statements_no_truncate;
alter table bank_lines enable always trigger bank_lines_append_only, enable always trigger bank_lines_no_truncate;
alter table bank_matches enable always trigger bank_matches_append_only, enable always trigger bank_matches_no_truncate;
alter table safeguard_bank_checks enable always trigger safeguard_bank_checks_append_only, enable always trigger safeguard_bank_checks_no_truncate;
--> statement-breakpoint
grant select, insert on bank_statements, bank_lines, bank_matches, safeguard_bank_checks to pospay_app;
