-- Reconciliation: each run that holds our book against Toss's lists, and the breaks it finds; settlements in the book.
-- Why: nobody may have to trust that no message was lost and no won forgotten, on either side.
-- Locks: transactions, while the index by time of those that belong to an order is made.

CREATE TABLE "reconciliation_breaks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"class" text NOT NULL,
	"subject" text NOT NULL,
	"order_id" text,
	"payment_key_fingerprint" text,
	"ours" bigint,
	"theirs" bigint,
	"field" text,
	"occurred_at" timestamp with time zone NOT NULL,
	"found_by" uuid NOT NULL,
	"found_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	"closed_how" text,
	CONSTRAINT "reconciliation_breaks_class" CHECK ("reconciliation_breaks"."class" in ('MISSING_HERE', 'MISSING_THERE', 'AMOUNT_MISMATCH', 'STATUS_MISMATCH', 'CANCEL_MISMATCH', 'DUPLICATE', 'SETTLEMENT_MISMATCH', 'STUCK')),
	CONSTRAINT "reconciliation_breaks_end" CHECK ("reconciliation_breaks"."closed_how" in ('repaired', 'agreed')),
	CONSTRAINT "reconciliation_breaks_closed" CHECK (("reconciliation_breaks"."closed_at" is null) = ("reconciliation_breaks"."closed_how" is null)),
	CONSTRAINT "reconciliation_breaks_settlement_has_field" CHECK (("reconciliation_breaks"."class" = 'SETTLEMENT_MISMATCH') = ("reconciliation_breaks"."field" is not null))
);
--> statement-breakpoint
CREATE TABLE "reconciliation_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"from_at" timestamp with time zone NOT NULL,
	"to_at" timestamp with time zone NOT NULL,
	"ours" integer,
	"ours_sum" bigint,
	"theirs" integer,
	"theirs_sum" bigint,
	"repaired" integer,
	"settled" integer,
	"breaks" integer,
	"reason" text,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "reconciliation_runs_state" CHECK ("reconciliation_runs"."state" in ('RUNNING', 'COMPLETE', 'INCOMPLETE')),
	CONSTRAINT "reconciliation_runs_window" CHECK ("reconciliation_runs"."from_at" < "reconciliation_runs"."to_at"),
	CONSTRAINT "reconciliation_runs_finished" CHECK (("reconciliation_runs"."state" = 'RUNNING') = ("reconciliation_runs"."finished_at" is null)
        and ("reconciliation_runs"."state" = 'INCOMPLETE') = ("reconciliation_runs"."reason" is not null)),
	CONSTRAINT "reconciliation_runs_result" CHECK (("reconciliation_runs"."state" = 'COMPLETE') = (num_nonnulls("reconciliation_runs"."ours", "reconciliation_runs"."ours_sum", "reconciliation_runs"."theirs", "reconciliation_runs"."theirs_sum", "reconciliation_runs"."repaired", "reconciliation_runs"."settled", "reconciliation_runs"."breaks") = 7))
);
--> statement-breakpoint
ALTER TABLE "reconciliation_breaks" ADD CONSTRAINT "reconciliation_breaks_found_by_reconciliation_runs_id_fk" FOREIGN KEY ("found_by") REFERENCES "public"."reconciliation_runs"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "reconciliation_breaks_once" ON "reconciliation_breaks" USING btree ("subject") WHERE "reconciliation_breaks"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "reconciliation_breaks_order" ON "reconciliation_breaks" USING btree ("order_id");--> statement-breakpoint
CREATE UNIQUE INDEX "reconciliation_runs_one_running" ON "reconciliation_runs" USING btree ("state") WHERE "reconciliation_runs"."state" = 'RUNNING';--> statement-breakpoint
CREATE INDEX "reconciliation_runs_started" ON "reconciliation_runs" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "transactions_order_occurred" ON "transactions" USING btree ("occurred_at") WHERE "transactions"."order_id" is not null;
--> statement-breakpoint
ALTER DOMAIN transaction_type DROP CONSTRAINT transactions_type;
--> statement-breakpoint
ALTER DOMAIN transaction_type ADD CONSTRAINT transactions_type CHECK (value in ('charge', 'charge_reversal', 'suspense_in', 'payment', 'release', 'refund', 'charge_refund', 'charge_refund_paid', 'charge_refund_failed', 'settlement'));
--> statement-breakpoint
grant select, insert, update on reconciliation_runs, reconciliation_breaks to pospay_app;
