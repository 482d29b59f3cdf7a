-- Closed days, daily totals, the platform's chain and verification runs; the rules of one column as domains.
-- Why: totals must not read every entry, and transactions without a wallet must be chained too. Postgres reads the text
-- of a table's checks anew for every statement and a domain's once per session: the checks were a tenth of a posting.
-- Locks: wallets, transactions and entries are rewritten once, and nothing else can use them meanwhile.

CREATE DOMAIN wallet_kind AS text
	CONSTRAINT wallets_kind CHECK (value in ('balance', 'pending', 'withdrawable', 'charge_debt', 'earnings_debt'));--> statement-breakpoint
CREATE DOMAIN account AS text
	CONSTRAINT account_in_chart CHECK (value in ('balance', 'pending', 'withdrawable', 'charge_debt', 'earnings_debt', 'fee_revenue', 'vat_payable', 'withholding_payable', 'pg_receivable', 'safeguarded_bank', 'operating_bank', 'withdrawals_in_transit', 'charge_refunds_in_transit', 'pg_fees', 'input_vat', 'write_offs', 'suspense'));--> statement-breakpoint
CREATE DOMAIN transaction_type AS text
	CONSTRAINT transactions_type CHECK (value in ('charge', 'suspense_in', 'payment'));--> statement-breakpoint
CREATE DOMAIN short_text AS text
	CONSTRAINT short_text_length CHECK (length(value) between 1 and 200);--> statement-breakpoint
CREATE DOMAIN won AS bigint
	CONSTRAINT won_range CHECK (value between -9007199254740991 and 9007199254740991);--> statement-breakpoint
CREATE DOMAIN wallet_version AS bigint
	CONSTRAINT wallets_version_positive CHECK (value >= 0);--> statement-breakpoint
CREATE DOMAIN entry_amount AS bigint
	CONSTRAINT entries_amount_not_zero CHECK (value <> 0)
	CONSTRAINT entries_amount_range CHECK (value between -1000000000000 and 1000000000000);--> statement-breakpoint
CREATE TABLE "account_days" (
	"business_date" date NOT NULL,
	"account" "account" NOT NULL,
	"amount" "won" NOT NULL,
	"entries" bigint NOT NULL,
	"balance" "won" NOT NULL,
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
ALTER TABLE "entries" DROP CONSTRAINT "entries_account";--> statement-breakpoint
ALTER TABLE "entries" DROP CONSTRAINT "entries_wallet_exactly_for_users";--> statement-breakpoint
ALTER TABLE "entries" DROP CONSTRAINT "entries_chain_exactly_for_wallets";--> statement-breakpoint
ALTER TABLE "transactions" DROP CONSTRAINT "transactions_type";--> statement-breakpoint
ALTER TABLE "transactions" DROP CONSTRAINT "transactions_reference_length";--> statement-breakpoint
ALTER TABLE "transactions" DROP CONSTRAINT "transactions_actor_length";--> statement-breakpoint
ALTER TABLE "transactions" DROP CONSTRAINT "transactions_request_id_length";--> statement-breakpoint
ALTER TABLE "wallets" DROP CONSTRAINT "wallets_kind";--> statement-breakpoint
ALTER TABLE "wallets" DROP CONSTRAINT "wallets_debt_ceiling";--> statement-breakpoint
ALTER TABLE "wallets" DROP CONSTRAINT "wallets_balance_range";--> statement-breakpoint
ALTER TABLE "wallets" DROP CONSTRAINT "wallets_version_positive";--> statement-breakpoint
ALTER TABLE "wallets" DROP CONSTRAINT "wallets_balance_floor";--> statement-breakpoint
ALTER TABLE "entries" DROP CONSTRAINT "entries_transaction_id_transactions_id_fk";
--> statement-breakpoint
DROP INDEX "entries_wallet_once_per_transaction";--> statement-breakpoint
DROP INDEX "transactions_order";--> statement-breakpoint
ALTER TABLE "entries" ALTER COLUMN "account" SET DATA TYPE "account";--> statement-breakpoint
ALTER TABLE "entries" ALTER COLUMN "amount" SET DATA TYPE "entry_amount";--> statement-breakpoint
ALTER TABLE "entries" ALTER COLUMN "balance_after" SET DATA TYPE "won";--> statement-breakpoint
ALTER TABLE "transactions" ALTER COLUMN "type" SET DATA TYPE "transaction_type";--> statement-breakpoint
ALTER TABLE "transactions" ALTER COLUMN "reference" SET DATA TYPE "short_text";--> statement-breakpoint
ALTER TABLE "transactions" ALTER COLUMN "actor" SET DATA TYPE "short_text";--> statement-breakpoint
ALTER TABLE "transactions" ALTER COLUMN "request_id" SET DATA TYPE "short_text";--> statement-breakpoint
ALTER TABLE "wallets" ALTER COLUMN "kind" SET DATA TYPE "wallet_kind";--> statement-breakpoint
ALTER TABLE "wallets" ALTER COLUMN "balance" SET DATA TYPE "won";--> statement-breakpoint
ALTER TABLE "wallets" ALTER COLUMN "balance" SET DEFAULT 0;--> statement-breakpoint
ALTER TABLE "wallets" ALTER COLUMN "version" SET DATA TYPE "wallet_version";--> statement-breakpoint
ALTER TABLE "wallets" ALTER COLUMN "version" SET DEFAULT 0;--> statement-breakpoint
ALTER TABLE "entries" ADD COLUMN "first_of" uuid GENERATED ALWAYS AS (case when line = 1 then transaction_id end) STORED;--> statement-breakpoint
ALTER TABLE "transactions" ADD COLUMN "seq" bigint NOT NULL GENERATED ALWAYS AS IDENTITY (sequence name "transactions_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1);--> statement-breakpoint
ALTER TABLE "transactions" ADD COLUMN "first_line" smallint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "platform_links" ADD CONSTRAINT "platform_links_transaction_id_transactions_id_fk" FOREIGN KEY ("transaction_id") REFERENCES "public"."transactions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "verification_runs_started" ON "verification_runs" USING btree ("started_at");--> statement-breakpoint
ALTER TABLE "entries" ADD CONSTRAINT "entries_first_of_transactions_id_fk" FOREIGN KEY ("first_of") REFERENCES "public"."transactions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transactions" ADD CONSTRAINT "transactions_have_entries" FOREIGN KEY ("id","first_line") REFERENCES "public"."entries"("transaction_id","line") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "transactions_order" ON "transactions" USING btree ("order_id") WHERE "transactions"."order_id" is not null;--> statement-breakpoint
ALTER TABLE "transactions" ADD CONSTRAINT "transactions_seq" UNIQUE("seq");--> statement-breakpoint
ALTER TABLE "wallets" ADD CONSTRAINT "wallets_balance_floor" CHECK (case when right("wallets"."kind", 5) = '_debt' then "wallets"."balance" <= 0 else "wallets"."balance" >= 0 end);