-- Users, sessions, wallets, the ledger, orders and calls to Toss: everything a charge needs.
-- Why: the first schema. Locks: nothing; every table is new.

CREATE TABLE "orders" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"amount" bigint NOT NULL,
	"status" text DEFAULT 'READY' NOT NULL,
	"request_key" text,
	"payment_key_sealed" text,
	"payment_key_fingerprint" text,
	"attempt" smallint DEFAULT 0 NOT NULL,
	"method" text,
	"receipt_url_sealed" text,
	"failure_code" text,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"confirming_at" timestamp with time zone,
	"approved_at" timestamp with time zone,
	"next_check_at" timestamp with time zone,
	"checks" integer DEFAULT 0 NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "orders_request_key_once" UNIQUE("user_id","request_key"),
	CONSTRAINT "orders_id_shape" CHECK ("orders"."id" ~ '^[A-Za-z0-9_-]{22,64}$'),
	CONSTRAINT "orders_amount_positive" CHECK ("orders"."amount" > 0),
	CONSTRAINT "orders_status" CHECK ("orders"."status" in ('READY', 'CONFIRMING', 'WAITING_FOR_DEPOSIT', 'DONE', 'FAILED', 'EXPIRED', 'CANCELED', 'NEEDS_REVIEW')),
	CONSTRAINT "orders_confirming_has_key" CHECK ("orders"."status" not in ('CONFIRMING', 'DONE', 'WAITING_FOR_DEPOSIT') or "orders"."payment_key_fingerprint" is not null),
	CONSTRAINT "orders_done_is_approved" CHECK ("orders"."status" <> 'DONE' or "orders"."approved_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "toss_calls" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" text NOT NULL,
	"operation" text NOT NULL,
	"idempotency_key" text,
	"request_hash" text NOT NULL,
	"request_id" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone,
	"http_status" integer,
	"code" text,
	"answer" jsonb,
	CONSTRAINT "toss_calls_operation" CHECK ("toss_calls"."operation" in ('confirm', 'query')),
	CONSTRAINT "toss_calls_confirm_has_key" CHECK (("toss_calls"."operation" = 'confirm') = ("toss_calls"."idempotency_key" is not null)),
	CONSTRAINT "toss_calls_answer_after_start" CHECK ("toss_calls"."answered_at" >= "toss_calls"."started_at"),
	CONSTRAINT "toss_calls_answered_whole" CHECK (("toss_calls"."answered_at" is null) = ("toss_calls"."http_status" is null))
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"target" text,
	"address" text,
	"request_id" text NOT NULL,
	"detail" jsonb
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"user_id" uuid NOT NULL,
	"document" text NOT NULL,
	"version" text NOT NULL,
	"agreed_at" timestamp with time zone NOT NULL,
	"address" text,
	CONSTRAINT "consents_pkey" PRIMARY KEY("user_id","document","version"),
	CONSTRAINT "consents_document" CHECK ("consents"."document" in ('terms', 'privacy'))
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"expire" bigint
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"address" text,
	"user_agent" text,
	CONSTRAINT "sessions_channel" CHECK ("sessions"."channel" in ('web', 'api')),
	CONSTRAINT "sessions_user_agent_length" CHECK (length("sessions"."user_agent") <= 300)
);
--> statement-breakpoint
CREATE TABLE "social_logins" (
	"provider" text NOT NULL,
	"provider_account_id" text NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "social_logins_pkey" PRIMARY KEY("provider","provider_account_id")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text,
	"name" text NOT NULL,
	"password_hash" text,
	"status" text DEFAULT 'active' NOT NULL,
	"roles" text[] DEFAULT '{}' NOT NULL,
	"customer_key" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "users_email_once" UNIQUE("email"),
	CONSTRAINT "users_customer_key_once" UNIQUE("customer_key"),
	CONSTRAINT "users_status" CHECK ("users"."status" in ('active', 'frozen', 'closed')),
	CONSTRAINT "users_email_normal" CHECK ("users"."email" = lower(normalize("users"."email", NFKC)) and length("users"."email") <= 254),
	CONSTRAINT "users_name_length" CHECK (length("users"."name") between 1 and 50)
);
--> statement-breakpoint
CREATE TABLE "entries" (
	"transaction_id" uuid NOT NULL,
	"line" smallint NOT NULL,
	"account" text NOT NULL,
	"wallet_id" bigint,
	"amount" bigint NOT NULL,
	"wallet_version" bigint,
	"balance_after" bigint,
	"hash" "bytea",
	CONSTRAINT "entries_pkey" PRIMARY KEY("transaction_id","line"),
	CONSTRAINT "entries_account" CHECK ("entries"."account" in ('balance', 'pending', 'withdrawable', 'charge_debt', 'earnings_debt', 'fee_revenue', 'vat_payable', 'withholding_payable', 'pg_receivable', 'safeguarded_bank', 'operating_bank', 'withdrawals_in_transit', 'charge_refunds_in_transit', 'pg_fees', 'input_vat', 'write_offs', 'suspense')),
	CONSTRAINT "entries_amount_not_zero" CHECK ("entries"."amount" <> 0),
	CONSTRAINT "entries_amount_range" CHECK (abs("entries"."amount") <= 1000000000000),
	CONSTRAINT "entries_wallet_exactly_for_users" CHECK (("entries"."account" in ('balance', 'pending', 'withdrawable', 'charge_debt', 'earnings_debt')) = ("entries"."wallet_id" is not null)),
	CONSTRAINT "entries_chain_exactly_for_wallets" CHECK (num_nonnulls("entries"."wallet_version", "entries"."balance_after", "entries"."hash") = case when "entries"."wallet_id" is null then 0 else 3 end)
);
--> statement-breakpoint
CREATE TABLE "transactions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"reference" text NOT NULL,
	"request_hash" "bytea" NOT NULL,
	"reverses" uuid,
	"actor" text NOT NULL,
	"request_id" text NOT NULL,
	"order_id" text,
	"occurred_at" timestamp with time zone NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"business_date" date NOT NULL,
	CONSTRAINT "transactions_once" UNIQUE("type","reference"),
	CONSTRAINT "transactions_type" CHECK ("transactions"."type" in ('charge', 'suspense_in')),
	CONSTRAINT "transactions_reference_length" CHECK (length("transactions"."reference") between 1 and 200),
	CONSTRAINT "transactions_actor_length" CHECK (length("transactions"."actor") between 1 and 200),
	CONSTRAINT "transactions_request_id_length" CHECK (length("transactions"."request_id") between 1 and 200)
);
--> statement-breakpoint
CREATE TABLE "wallets" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "wallets_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"balance" bigint DEFAULT 0 NOT NULL,
	"version" bigint DEFAULT 0 NOT NULL,
	"head_hash" "bytea",
	CONSTRAINT "wallets_one_per_kind" UNIQUE("user_id","kind"),
	CONSTRAINT "wallets_id_kind" UNIQUE("id","kind"),
	CONSTRAINT "wallets_kind" CHECK ("wallets"."kind" in ('balance', 'pending', 'withdrawable', 'charge_debt', 'earnings_debt')),
	CONSTRAINT "wallets_balance_floor" CHECK ("wallets"."balance" >= 0 or "wallets"."kind" in ('charge_debt', 'earnings_debt')),
	CONSTRAINT "wallets_debt_ceiling" CHECK ("wallets"."balance" <= 0 or "wallets"."kind" not in ('charge_debt', 'earnings_debt')),
	CONSTRAINT "wallets_balance_range" CHECK (abs("wallets"."balance") <= 9007199254740991),
	CONSTRAINT "wallets_version_positive" CHECK ("wallets"."version" >= 0)
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"user_id" uuid NOT NULL,
	"route" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" integer,
	"body_sealed" text,
	"lease_until" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY("user_id","route","key"),
	CONSTRAINT "idempotency_keys_answer_whole" CHECK (("idempotency_keys"."status" is null) = ("idempotency_keys"."body_sealed" is null))
);
--> statement-breakpoint
CREATE TABLE "job_runs" (
	"job" text PRIMARY KEY NOT NULL,
	"finished_at" timestamp with time zone NOT NULL,
	"error" text
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"key" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"value" jsonb NOT NULL,
	"set_by" text NOT NULL,
	CONSTRAINT "settings_pkey" PRIMARY KEY("key","starts_at")
);
--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "toss_calls" ADD CONSTRAINT "toss_calls_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "social_logins" ADD CONSTRAINT "social_logins_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entries" ADD CONSTRAINT "entries_transaction_id_transactions_id_fk" FOREIGN KEY ("transaction_id") REFERENCES "public"."transactions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entries" ADD CONSTRAINT "entries_account_is_wallets_kind" FOREIGN KEY ("wallet_id","account") REFERENCES "public"."wallets"("id","kind") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transactions" ADD CONSTRAINT "transactions_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transactions" ADD CONSTRAINT "transactions_reverses" FOREIGN KEY ("reverses") REFERENCES "public"."transactions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wallets" ADD CONSTRAINT "wallets_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "orders_payment_key_once" ON "orders" USING btree ("payment_key_fingerprint") WHERE "orders"."status" in ('DONE', 'WAITING_FOR_DEPOSIT', 'CANCELED');--> statement-breakpoint
CREATE INDEX "orders_user" ON "orders" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "orders_user_updated" ON "orders" USING btree ("user_id","updated_at");--> statement-breakpoint
CREATE INDEX "orders_due" ON "orders" USING btree ("next_check_at") WHERE "orders"."next_check_at" is not null;--> statement-breakpoint
CREATE INDEX "toss_calls_order" ON "toss_calls" USING btree ("order_id","started_at");--> statement-breakpoint
CREATE INDEX "audit_log_target" ON "audit_log" USING btree ("target");--> statement-breakpoint
CREATE INDEX "audit_log_actor" ON "audit_log" USING btree ("actor","id");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "social_logins_user" ON "social_logins" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "entries_wallet_version" ON "entries" USING btree ("wallet_id","wallet_version") WHERE "entries"."wallet_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "entries_wallet_once_per_transaction" ON "entries" USING btree ("transaction_id","wallet_id") WHERE "entries"."wallet_id" is not null;--> statement-breakpoint
CREATE INDEX "transactions_order" ON "transactions" USING btree ("order_id");