-- Charge refunds: their table, the calls to Toss that cancel, what of an order has gone back, and lots as a view.
-- Why: money in the wallet goes back to where it came from. Lots are read from the book, so that no payment writes more.
-- Locks: orders, toss_calls and notifications, for as long as their rows are read once to check them.

CREATE TABLE "charge_refunds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"batch_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"order_id" text NOT NULL,
	"amount" bigint NOT NULL,
	"status" text DEFAULT 'REFUNDING' NOT NULL,
	"request_key" text NOT NULL,
	"rule" text NOT NULL,
	"account_sealed" text,
	"attempt" smallint DEFAULT 0 NOT NULL,
	"refundable" bigint,
	"transaction_key" text,
	"failure_code" text,
	"requested_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"next_check_at" timestamp with time zone,
	"checks" integer DEFAULT 0 NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "charge_refunds_request_once" UNIQUE("order_id","request_key"),
	CONSTRAINT "charge_refunds_cancel_once" UNIQUE("transaction_key"),
	CONSTRAINT "charge_refunds_amount_positive" CHECK ("charge_refunds"."amount" > 0),
	CONSTRAINT "charge_refunds_status" CHECK ("charge_refunds"."status" in ('REFUNDING', 'DONE', 'FAILED', 'NEEDS_REVIEW')),
	CONSTRAINT "charge_refunds_rule" CHECK ("charge_refunds"."rule" in ('withdrawal', 'unspent')),
	CONSTRAINT "charge_refunds_ended" CHECK (("charge_refunds"."status" in ('DONE', 'FAILED')) = ("charge_refunds"."ended_at" is not null)
        and ("charge_refunds"."ended_at" is null) = ("charge_refunds"."next_check_at" is not null)),
	CONSTRAINT "charge_refunds_done_has_cancel" CHECK (("charge_refunds"."status" = 'DONE') = ("charge_refunds"."transaction_key" is not null)),
	CONSTRAINT "charge_refunds_failed_has_code" CHECK (("charge_refunds"."status" = 'FAILED') = ("charge_refunds"."failure_code" is not null)),
	CONSTRAINT "charge_refunds_attempt_knows_rest" CHECK (("charge_refunds"."attempt" = 0) = ("charge_refunds"."refundable" is null) and "charge_refunds"."refundable" >= "charge_refunds"."amount")
);
--> statement-breakpoint
ALTER TABLE "toss_calls" DROP CONSTRAINT "toss_calls_confirm_has_key";--> statement-breakpoint
ALTER TABLE "toss_calls" DROP CONSTRAINT "toss_calls_operation";--> statement-breakpoint
ALTER TABLE "notifications" DROP CONSTRAINT "notifications_kind";--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "refunded" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "charge_refunds" ADD CONSTRAINT "charge_refunds_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "charge_refunds" ADD CONSTRAINT "charge_refunds_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "charge_refunds_one_open" ON "charge_refunds" USING btree ("order_id") WHERE "charge_refunds"."status" in ('REFUNDING', 'NEEDS_REVIEW');--> statement-breakpoint
CREATE INDEX "charge_refunds_order" ON "charge_refunds" USING btree ("order_id","id");--> statement-breakpoint
CREATE INDEX "charge_refunds_user" ON "charge_refunds" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "charge_refunds_batch" ON "charge_refunds" USING btree ("batch_id");--> statement-breakpoint
CREATE INDEX "charge_refunds_due" ON "charge_refunds" USING btree ("next_check_at") WHERE "charge_refunds"."next_check_at" is not null;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_refunded_within_amount" CHECK ("orders"."refunded" between 0 and "orders"."amount");--> statement-breakpoint
ALTER TABLE "toss_calls" ADD CONSTRAINT "toss_calls_action_has_key" CHECK (("toss_calls"."operation" <> 'query') = ("toss_calls"."idempotency_key" is not null));--> statement-breakpoint
ALTER TABLE "toss_calls" ADD CONSTRAINT "toss_calls_operation" CHECK ("toss_calls"."operation" in ('confirm', 'cancel', 'query'));--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_kind" CHECK ("notifications"."kind" in ('booking.requested', 'booking.accepted', 'booking.declined', 'booking.confirmed', 'booking.sold', 'booking.canceled', 'booking.expired', 'charge.kept', 'charge.deposited', 'charge.expired', 'charge.reversed', 'charge_refund.done', 'charge_refund.failed', 'login.new', 'password.changed', 'password.reset', 'email.taken'));--> statement-breakpoint
CREATE VIEW "public"."charge_lots" AS (
  with held as (
    select o.user_id, o.id as order_id, max(t.seq) filter (where t.type = 'charge') as seq, -sum(e.amount) as held
    from orders o join transactions t on t.order_id = o.id join entries e on e.transaction_id = t.id
    where t.type in ('charge', 'charge_reversal', 'charge_refund', 'charge_refund_paid', 'charge_refund_failed')
      and (t.type <> 'charge' or split_part(t.reference, '#', 1) = o.id)
      and e.account in ('pg_receivable', 'charge_refunds_in_transit')
    group by o.user_id, o.id
  ), filled as (
    select h.*, w.balance - coalesce(sum(h.held) over (partition by h.user_id order by h.seq desc
      rows between unbounded preceding and 1 preceding), 0) as rest
    from held h join wallets w on w.user_id = h.user_id and w.kind = 'balance'
  )
  select user_id, order_id, seq, held::bigint, greatest(0, least(held, rest))::bigint as remaining from filled);
--> statement-breakpoint
ALTER DOMAIN transaction_type DROP CONSTRAINT transactions_type;
--> statement-breakpoint
ALTER DOMAIN transaction_type ADD CONSTRAINT transactions_type CHECK (value in ('charge', 'charge_reversal', 'suspense_in', 'payment', 'release', 'refund', 'charge_refund', 'charge_refund_paid', 'charge_refund_failed'));
--> statement-breakpoint
grant select, insert, update on charge_refunds to pospay_app;
--> statement-breakpoint
grant select on charge_lots to pospay_app;
