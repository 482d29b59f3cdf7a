-- Closed days, daily totals, the platform's chain and verification runs; checks that cost a posting less.
-- Why: totals must not read every entry, transactions without a wallet must be chained too, and Postgres reads the text
-- of every check anew for each statement: lists that say what a reference already says, and three checks of a length
-- each, were a tenth of a posting.
-- Locks: transactions is rewritten once for its two new columns, everything else only for a moment.

CREATE TABLE "account_days" (
	"business_date" date NOT NULL,
	"account" text NOT NULL,
	"amount" bigint NOT NULL,
	"entries" bigint NOT NULL,
	"balance" bigint NOT NULL,
	CONSTRAINT "account_days_pkey" PRIMARY KEY("account","business_date")
);
--> statement-breakpoint
CREATE TABLE "closed_days" (
	"business_date" date PRIMARY KEY NOT NULL,
	"closed_at" timestamp with time zone NOT NULL,
	"through" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "platform_links" (
	"position" bigint PRIMARY KEY NOT NULL,
	"transaction_id" uuid NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "platform_links_transaction_once" UNIQUE("transaction_id")
);
--> statement-breakpoint
CREATE TABLE "roll_up" (
	"id" smallint PRIMARY KEY DEFAULT 1 NOT NULL,
	"through" bigint NOT NULL,
	CONSTRAINT "roll_up_one_row" CHECK ("roll_up"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "verification_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"scope" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"through" bigint NOT NULL,
	"finished_at" timestamp with time zone,
	"broken" text[],
	CONSTRAINT "verification_runs_scope" CHECK ("verification_runs"."scope" in ('recent', 'full')),
	CONSTRAINT "verification_runs_result" CHECK (("verification_runs"."finished_at" is null) = ("verification_runs"."broken" is null))
);
--> statement-breakpoint
ALTER TABLE "entries" DROP CONSTRAINT "entries_wallet_exactly_for_users";--> statement-breakpoint
ALTER TABLE "entries" DROP CONSTRAINT "entries_account";--> statement-breakpoint
ALTER TABLE "transactions" DROP CONSTRAINT "transactions_reference_length";--> statement-breakpoint
ALTER TABLE "transactions" DROP CONSTRAINT "transactions_actor_length";--> statement-breakpoint
ALTER TABLE "transactions" DROP CONSTRAINT "transactions_request_id_length";--> statement-breakpoint
ALTER TABLE "transactions" DROP CONSTRAINT "transactions_type";--> statement-breakpoint
ALTER TABLE "wallets" DROP CONSTRAINT "wallets_balance_range";--> statement-breakpoint
ALTER TABLE "wallets" DROP CONSTRAINT "wallets_balance_floor";--> statement-breakpoint
ALTER TABLE "wallets" DROP CONSTRAINT "wallets_debt_ceiling";--> statement-breakpoint
DROP INDEX "entries_wallet_once_per_transaction";--> statement-breakpoint
DROP INDEX "transactions_order";--> statement-breakpoint
ALTER TABLE "transactions" ADD COLUMN "seq" bigint NOT NULL GENERATED ALWAYS AS IDENTITY (sequence name "transactions_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1);--> statement-breakpoint
ALTER TABLE "transactions" ADD COLUMN "first_line" smallint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "platform_links" ADD CONSTRAINT "platform_links_transaction_id_transactions_id_fk" FOREIGN KEY ("transaction_id") REFERENCES "public"."transactions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "verification_runs_started" ON "verification_runs" USING btree ("started_at");--> statement-breakpoint
ALTER TABLE "transactions" ADD CONSTRAINT "transactions_have_entries" FOREIGN KEY ("id","first_line") REFERENCES "public"."entries"("transaction_id","line") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "transactions_order" ON "transactions" USING btree ("order_id") WHERE "transactions"."order_id" is not null;--> statement-breakpoint
ALTER TABLE "transactions" ADD CONSTRAINT "transactions_seq" UNIQUE("seq");--> statement-breakpoint
ALTER TABLE "entries" ADD CONSTRAINT "entries_account" CHECK (("entries"."wallet_id" is null) = ("entries"."account" in ('fee_revenue', 'vat_payable', 'withholding_payable', 'pg_receivable', 'safeguarded_bank', 'operating_bank', 'withdrawals_in_transit', 'charge_refunds_in_transit', 'pg_fees', 'input_vat', 'write_offs', 'suspense')));--> statement-breakpoint
ALTER TABLE "transactions" ADD CONSTRAINT "transactions_text_lengths" CHECK (length("transactions"."reference") between 1 and 200 and length("transactions"."actor") between 1 and 200 and length("transactions"."request_id") between 1 and 200);--> statement-breakpoint
ALTER TABLE "transactions" ADD CONSTRAINT "transactions_type" CHECK ("transactions"."type" in ('charge', 'suspense_in', 'payment'));--> statement-breakpoint
ALTER TABLE "wallets" ADD CONSTRAINT "wallets_balance_floor" CHECK ("wallets"."balance" between 0 and 9007199254740991 or right("wallets"."kind", 5) = '_debt');--> statement-breakpoint
ALTER TABLE "wallets" ADD CONSTRAINT "wallets_debt_ceiling" CHECK ("wallets"."balance" between -9007199254740991 and 0 or right("wallets"."kind", 5) <> '_debt');