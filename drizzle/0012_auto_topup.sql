-- Automatic top-ups: who agreed to what, the registered card, the orders that are their runs, the calls to Toss that are
-- about a card and not about an order.
-- Why: a run is an ordinary charge that is confirmed by a billing key instead of by a returning buyer.
-- Locks: orders, toss_calls and notifications, for as long as their rows are read once to check them.

CREATE TABLE "auto_topups" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"state" text DEFAULT 'READY' NOT NULL,
	"amount" bigint NOT NULL,
	"on_shortage" boolean NOT NULL,
	"threshold" bigint,
	"monthly_cap" bigint NOT NULL,
	"consent_version" text NOT NULL,
	"consent_hash" text NOT NULL,
	"consented_at" timestamp with time zone NOT NULL,
	"auth_key_sealed" text,
	"billing_key_sealed" text,
	"card_issuer" text,
	"card_tail" text,
	"failures" smallint DEFAULT 0 NOT NULL,
	"pause_reason" text,
	"failure_code" text,
	"next_run_at" timestamp with time zone,
	"next_check_at" timestamp with time zone,
	"checks" integer DEFAULT 0 NOT NULL,
	"turned_on_at" timestamp with time zone,
	"off_at" timestamp with time zone,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "auto_topups_state" CHECK ("auto_topups"."state" in ('READY', 'ISSUING', 'ON', 'PAUSED', 'OFF')),
	CONSTRAINT "auto_topups_pause_reason" CHECK ("auto_topups"."pause_reason" in ('failures', 'key', 'review')),
	CONSTRAINT "auto_topups_has_trigger" CHECK ("auto_topups"."on_shortage" or "auto_topups"."threshold" is not null),
	CONSTRAINT "auto_topups_figures" CHECK ("auto_topups"."amount" > 0 and "auto_topups"."monthly_cap" >= "auto_topups"."amount" and "auto_topups"."threshold" > 0 and "auto_topups"."failures" >= 0),
	CONSTRAINT "auto_topups_on_has_key" CHECK ("auto_topups"."state" not in ('ON', 'PAUSED') or ("auto_topups"."billing_key_sealed" is not null and "auto_topups"."card_issuer" is not null and "auto_topups"."card_tail" is not null)),
	CONSTRAINT "auto_topups_issuing_is_due" CHECK ("auto_topups"."state" <> 'ISSUING' or ("auto_topups"."auth_key_sealed" is not null and "auto_topups"."next_check_at" is not null)),
	CONSTRAINT "auto_topups_paused_why" CHECK (("auto_topups"."state" = 'PAUSED') = ("auto_topups"."pause_reason" is not null)),
	CONSTRAINT "auto_topups_off_at" CHECK (("auto_topups"."state" = 'OFF') = ("auto_topups"."off_at" is not null)),
	CONSTRAINT "auto_topups_off_deletes_key" CHECK ("auto_topups"."state" <> 'OFF' or "auto_topups"."billing_key_sealed" is null or "auto_topups"."next_check_at" is not null)
);
--> statement-breakpoint
ALTER TABLE "orders" DROP CONSTRAINT "orders_confirming_has_key";--> statement-breakpoint
ALTER TABLE "toss_calls" DROP CONSTRAINT "toss_calls_operation";--> statement-breakpoint
ALTER TABLE "toss_calls" DROP CONSTRAINT "toss_calls_action_has_key";--> statement-breakpoint
ALTER TABLE "notifications" DROP CONSTRAINT "notifications_kind";--> statement-breakpoint
ALTER TABLE "toss_calls" ALTER COLUMN "order_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "auto_topup_id" uuid;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "topup_trigger" text;--> statement-breakpoint
ALTER TABLE "toss_calls" ADD COLUMN "auto_topup_id" uuid;--> statement-breakpoint
ALTER TABLE "auto_topups" ADD CONSTRAINT "auto_topups_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "auto_topups_one_open" ON "auto_topups" USING btree ("user_id") WHERE "auto_topups"."state" <> 'OFF';--> statement-breakpoint
CREATE INDEX "auto_topups_user" ON "auto_topups" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "auto_topups_due" ON "auto_topups" USING btree ("next_check_at") WHERE "auto_topups"."next_check_at" is not null;--> statement-breakpoint
CREATE INDEX "auto_topups_threshold" ON "auto_topups" USING btree ("user_id") WHERE "auto_topups"."state" = 'ON' and "auto_topups"."threshold" is not null;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_auto_topup_id_auto_topups_id_fk" FOREIGN KEY ("auto_topup_id") REFERENCES "public"."auto_topups"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "toss_calls" ADD CONSTRAINT "toss_calls_auto_topup_id_auto_topups_id_fk" FOREIGN KEY ("auto_topup_id") REFERENCES "public"."auto_topups"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "orders_one_run" ON "orders" USING btree ("user_id") WHERE "orders"."auto_topup_id" is not null and "orders"."status" in ('READY', 'CONFIRMING');--> statement-breakpoint
CREATE INDEX "toss_calls_auto_topup" ON "toss_calls" USING btree ("auto_topup_id") WHERE "toss_calls"."auto_topup_id" is not null;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_run_has_trigger" CHECK (("orders"."auto_topup_id" is null) = ("orders"."topup_trigger" is null) and "orders"."topup_trigger" in ('shortage', 'threshold'));--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_confirming_has_key" CHECK ("orders"."status" not in ('CONFIRMING', 'DONE', 'WAITING_FOR_DEPOSIT') or "orders"."payment_key_fingerprint" is not null
        or ("orders"."status" = 'CONFIRMING' and "orders"."auto_topup_id" is not null));--> statement-breakpoint
ALTER TABLE "toss_calls" ADD CONSTRAINT "toss_calls_subject" CHECK (("toss_calls"."operation" in ('issue', 'remove')) = ("toss_calls"."auto_topup_id" is not null) and ("toss_calls"."order_id" is null) = ("toss_calls"."auto_topup_id" is not null));--> statement-breakpoint
ALTER TABLE "toss_calls" ADD CONSTRAINT "toss_calls_operation" CHECK ("toss_calls"."operation" in ('confirm', 'charge', 'cancel', 'query', 'issue', 'remove'));--> statement-breakpoint
ALTER TABLE "toss_calls" ADD CONSTRAINT "toss_calls_action_has_key" CHECK (("toss_calls"."operation" not in ('query', 'remove')) = ("toss_calls"."idempotency_key" is not null));--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_kind" CHECK ("notifications"."kind" in ('booking.requested', 'booking.accepted', 'booking.declined', 'booking.confirmed', 'booking.sold', 'booking.canceled', 'booking.expired', 'charge.kept', 'charge.deposited', 'charge.expired', 'charge.reversed', 'charge_refund.done', 'charge_refund.failed', 'auto_topup.on', 'auto_topup.off', 'auto_topup.done', 'auto_topup.failed', 'auto_topup.paused', 'auto_topup.capped', 'login.new', 'password.changed', 'password.reset', 'email.taken'));
--> statement-breakpoint
grant select, insert, update on auto_topups to pospay_app;
