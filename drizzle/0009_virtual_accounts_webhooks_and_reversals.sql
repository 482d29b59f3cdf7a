-- Virtual accounts, the inbox of Toss's webhooks, and charges that somebody else takes back.
-- Why: a charge no longer ends with its confirm. The bank may bring the money days later and take it back, and so may
-- Toss's dashboard or a card company.
-- Locks: orders and notifications, for as long as their rows are read once to check them.

CREATE TABLE "webhook_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"transmission_id" text NOT NULL,
	"event" text,
	"event_id" text,
	"order_id" text,
	"body_sealed" text NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"received_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"applied_at" timestamp with time zone,
	CONSTRAINT "webhook_events_once" UNIQUE("transmission_id"),
	CONSTRAINT "webhook_events_state" CHECK ("webhook_events"."state" in ('pending', 'kept', 'applied', 'ignored', 'rejected')),
	CONSTRAINT "webhook_events_pending_is_due" CHECK (("webhook_events"."state" = 'pending') = ("webhook_events"."due_at" is not null)),
	CONSTRAINT "webhook_events_applied_at" CHECK (("webhook_events"."state" = 'applied') = ("webhook_events"."applied_at" is not null))
);
--> statement-breakpoint
ALTER TABLE "notifications" DROP CONSTRAINT "notifications_kind";--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "bank_code" text;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "account_number_sealed" text;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "account_holder" text;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "due_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "secret_sealed" text;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "cash_receipt_type" text;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "cash_receipt_url_sealed" text;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "deposits_undone" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "taken_back" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "hinted_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "webhook_events_due" ON "webhook_events" USING btree ("due_at") WHERE "webhook_events"."due_at" is not null;--> statement-breakpoint
CREATE INDEX "webhook_events_order" ON "webhook_events" USING btree ("order_id") WHERE "webhook_events"."due_at" is not null;--> statement-breakpoint
CREATE INDEX "webhook_events_received" ON "webhook_events" USING btree ("received_at");--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_account_whole" CHECK (("orders"."bank_code" is null) = ("orders"."account_number_sealed" is null) and ("orders"."bank_code" is null) = ("orders"."due_at" is null));--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_taken_back_range" CHECK ("orders"."taken_back" between 0 and "orders"."amount" and "orders"."deposits_undone" >= 0);--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_kind" CHECK ("notifications"."kind" in ('booking.requested', 'booking.accepted', 'booking.declined', 'booking.confirmed', 'booking.sold', 'booking.canceled', 'booking.expired', 'charge.kept', 'charge.deposited', 'charge.expired', 'charge.reversed', 'login.new', 'password.changed', 'password.reset', 'email.taken'));
--> statement-breakpoint
ALTER DOMAIN transaction_type DROP CONSTRAINT transactions_type;
--> statement-breakpoint
ALTER DOMAIN transaction_type ADD CONSTRAINT transactions_type CHECK (value in ('charge', 'charge_reversal', 'suspense_in', 'payment', 'release', 'refund'));
--> statement-breakpoint
grant select, insert, update, delete on webhook_events to pospay_app;
