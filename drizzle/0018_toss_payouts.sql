-- Payouts of Toss's: whom it pays for an owner, and what it was asked to pay for a withdrawal.
-- Why: Toss carries withdrawals as well; its calls about them, and its messages, are kept with the others.
-- Locks: toss_calls, webhook_events and withdrawals, for as long as their rows are read once to check them.

CREATE TABLE "payouts" (
	"withdrawal_id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"attempt" smallint NOT NULL,
	"destination" text,
	"amount" bigint NOT NULL,
	"payout_date" date,
	"payout_id" text,
	"failure_code" text,
	"asked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "payouts_once" UNIQUE("payout_id"),
	CONSTRAINT "payouts_amount_positive" CHECK ("payouts"."amount" > 0),
	CONSTRAINT "payouts_asked" CHECK ("payouts"."attempt" >= 0 and ("payouts"."attempt" = 0) = ("payouts"."destination" is null) and ("payouts"."attempt" > 0 or "payouts"."failure_code" is not null))
);
--> statement-breakpoint
CREATE TABLE "sellers" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"ref_seller_id" text NOT NULL,
	"business_type" text NOT NULL,
	"contact_sealed" text NOT NULL,
	"state" text DEFAULT 'NEW' NOT NULL,
	"revision" smallint DEFAULT 0 NOT NULL,
	"bank_account_id" uuid,
	"seller_id" text,
	"status" text,
	"failure_code" text,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "sellers_reference_once" UNIQUE("ref_seller_id"),
	CONSTRAINT "sellers_once" UNIQUE("seller_id"),
	CONSTRAINT "sellers_reference_shape" CHECK ("sellers"."ref_seller_id" ~ '^[0-9A-Za-z]{7,20}$'),
	CONSTRAINT "sellers_business_type" CHECK ("sellers"."business_type" in ('INDIVIDUAL', 'INDIVIDUAL_BUSINESS', 'CORPORATE')),
	CONSTRAINT "sellers_state" CHECK ("sellers"."state" in ('NEW', 'ASKING', 'HOLDING', 'REFUSED')),
	CONSTRAINT "sellers_status" CHECK ("sellers"."status" in ('APPROVAL_REQUIRED', 'PARTIALLY_APPROVED', 'KYC_REQUIRED', 'APPROVED')),
	CONSTRAINT "sellers_asked" CHECK (("sellers"."state" = 'NEW') = ("sellers"."revision" = 0) and ("sellers"."state" = 'NEW') = ("sellers"."bank_account_id" is null)),
	CONSTRAINT "sellers_registered" CHECK (("sellers"."seller_id" is null) = ("sellers"."status" is null) and ("sellers"."state" <> 'HOLDING' or "sellers"."seller_id" is not null)),
	CONSTRAINT "sellers_refused" CHECK (("sellers"."state" = 'REFUSED') = ("sellers"."failure_code" is not null))
);
--> statement-breakpoint
ALTER TABLE "toss_calls" DROP CONSTRAINT "toss_calls_operation";--> statement-breakpoint
ALTER TABLE "toss_calls" DROP CONSTRAINT "toss_calls_subject";--> statement-breakpoint
ALTER TABLE "toss_calls" DROP CONSTRAINT "toss_calls_action_has_key";--> statement-breakpoint
ALTER TABLE "notifications" DROP CONSTRAINT "notifications_kind";--> statement-breakpoint
ALTER TABLE "webhook_events" DROP CONSTRAINT "webhook_events_state";--> statement-breakpoint
ALTER TABLE "withdrawals" DROP CONSTRAINT "withdrawals_reason";--> statement-breakpoint
ALTER TABLE "toss_calls" ADD COLUMN "withdrawal_id" uuid;--> statement-breakpoint
ALTER TABLE "toss_calls" ADD COLUMN "ref_seller_id" text;--> statement-breakpoint
ALTER TABLE "webhook_events" ADD COLUMN "entity_id" text;--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_user_id_sellers_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."sellers"("user_id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_of_withdrawal" FOREIGN KEY ("withdrawal_id","user_id") REFERENCES "public"."withdrawals"("id","user_id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sellers" ADD CONSTRAINT "sellers_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sellers" ADD CONSTRAINT "sellers_own_account" FOREIGN KEY ("bank_account_id","user_id") REFERENCES "public"."bank_accounts"("id","user_id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "toss_calls" ADD CONSTRAINT "toss_calls_withdrawal_id_withdrawals_id_fk" FOREIGN KEY ("withdrawal_id") REFERENCES "public"."withdrawals"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "toss_calls" ADD CONSTRAINT "toss_calls_ref_seller_id_sellers_ref_seller_id_fk" FOREIGN KEY ("ref_seller_id") REFERENCES "public"."sellers"("ref_seller_id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "toss_calls_withdrawal" ON "toss_calls" USING btree ("withdrawal_id") WHERE "toss_calls"."withdrawal_id" is not null;--> statement-breakpoint
CREATE INDEX "toss_calls_seller" ON "toss_calls" USING btree ("ref_seller_id") WHERE "toss_calls"."ref_seller_id" is not null;--> statement-breakpoint
ALTER TABLE "toss_calls" ADD CONSTRAINT "toss_calls_operation" CHECK ("toss_calls"."operation" in ('confirm', 'charge', 'cancel', 'query', 'issue', 'remove', 'pay_out', 'find_payout', 'register_seller', 'update_seller', 'find_seller'));--> statement-breakpoint
ALTER TABLE "toss_calls" ADD CONSTRAINT "toss_calls_subject" CHECK (num_nonnulls("toss_calls"."order_id", "toss_calls"."auto_topup_id", "toss_calls"."withdrawal_id", "toss_calls"."ref_seller_id") = 1
        and ("toss_calls"."operation" in ('issue', 'remove')) = ("toss_calls"."auto_topup_id" is not null)
        and ("toss_calls"."operation" in ('pay_out', 'find_payout')) = ("toss_calls"."withdrawal_id" is not null)
        and ("toss_calls"."operation" in ('register_seller', 'update_seller', 'find_seller')) = ("toss_calls"."ref_seller_id" is not null));--> statement-breakpoint
ALTER TABLE "toss_calls" ADD CONSTRAINT "toss_calls_action_has_key" CHECK (("toss_calls"."operation" not in ('query', 'remove', 'find_payout', 'find_seller')) = ("toss_calls"."idempotency_key" is not null));--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_kind" CHECK ("notifications"."kind" in ('booking.requested', 'booking.accepted', 'booking.declined', 'booking.confirmed', 'booking.sold', 'booking.canceled', 'booking.expired', 'charge.kept', 'charge.deposited', 'charge.expired', 'charge.reversed', 'charge_refund.done', 'charge_refund.failed', 'auto_topup.on', 'auto_topup.off', 'auto_topup.done', 'auto_topup.failed', 'auto_topup.paused', 'auto_topup.capped', 'bank_account.verified', 'withdrawal.completed', 'withdrawal.failed', 'withdrawal.returned', 'withdrawal.canceled', 'withdrawal.skipped', 'withdrawal.waits', 'login.new', 'password.changed', 'password.reset', 'email.taken'));--> statement-breakpoint
-- Hand-written: what was kept for this feature before it was there is about nothing that it knows.
UPDATE "webhook_events" SET "state" = 'ignored', "reason" = 'unknown_payout' WHERE "state" = 'kept';--> statement-breakpoint
ALTER TABLE "webhook_events" ADD CONSTRAINT "webhook_events_state" CHECK ("webhook_events"."state" in ('pending', 'applied', 'ignored', 'rejected'));--> statement-breakpoint
ALTER TABLE "withdrawals" ADD CONSTRAINT "withdrawals_reason" CHECK ("withdrawals"."reason" is null or ("withdrawals"."status" = 'SENDING' and "withdrawals"."reason" in ('unknown', 'funds', 'review', 'scheduled', 'payee', 'identity', 'kyc', 'turn')));--> statement-breakpoint
-- Hand-written: nothing of it is ever removed.
grant select, insert, update on sellers, payouts to pospay_app;
