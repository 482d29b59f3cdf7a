-- Bank accounts of owners, withdrawals to them, and who approved which.
-- Why: earnings leave the wallet by one transfer each, which the bank knows by the withdrawal's id.
-- Locks: sessions and notifications, for as long as their rows are read once to check them.

CREATE TABLE "bank_accounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"state" text DEFAULT 'VERIFYING' NOT NULL,
	"bank_code" text NOT NULL,
	"number_sealed" text NOT NULL,
	"fingerprint" text NOT NULL,
	"tail" text NOT NULL,
	"holder_name" text NOT NULL,
	"code_hash" text NOT NULL,
	"tries_left" smallint NOT NULL,
	"code_expires_at" timestamp with time zone NOT NULL,
	"requested_at" timestamp with time zone NOT NULL,
	"verified_at" timestamp with time zone,
	"usable_from" timestamp with time zone,
	"closed_at" timestamp with time zone,
	CONSTRAINT "bank_accounts_of_user" UNIQUE("id","user_id"),
	CONSTRAINT "bank_accounts_state" CHECK ("bank_accounts"."state" in ('VERIFYING', 'VERIFIED', 'CLOSED')),
	CONSTRAINT "bank_accounts_shape" CHECK ("bank_accounts"."bank_code" ~ '^[0-9A-Z]{2}$' and "bank_accounts"."tail" ~ '^[0-9]{4}$'),
	CONSTRAINT "bank_accounts_tries" CHECK ("bank_accounts"."tries_left" between 0 and 3),
	CONSTRAINT "bank_accounts_verified" CHECK ("bank_accounts"."state" <> 'VERIFIED' or "bank_accounts"."verified_at" is not null),
	CONSTRAINT "bank_accounts_usable" CHECK (("bank_accounts"."verified_at" is null) = ("bank_accounts"."usable_from" is null) and "bank_accounts"."usable_from" >= "bank_accounts"."verified_at"),
	CONSTRAINT "bank_accounts_closed" CHECK (("bank_accounts"."state" = 'CLOSED') = ("bank_accounts"."closed_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "withdrawal_approvals" (
	"withdrawal_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"operator_id" uuid NOT NULL,
	"approved_at" timestamp with time zone NOT NULL,
	CONSTRAINT "withdrawal_approvals_pkey" PRIMARY KEY("withdrawal_id","operator_id"),
	CONSTRAINT "withdrawal_approvals_not_own" CHECK ("withdrawal_approvals"."operator_id" <> "withdrawal_approvals"."owner_id")
);
--> statement-breakpoint
CREATE TABLE "withdrawal_schedules" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"cadence" text,
	"day" smallint,
	"due_on" date,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "withdrawal_schedules_cadence" CHECK ("withdrawal_schedules"."cadence" in ('weekly', 'monthly')),
	CONSTRAINT "withdrawal_schedules_whole" CHECK (("withdrawal_schedules"."cadence" is null) = ("withdrawal_schedules"."day" is null) and ("withdrawal_schedules"."cadence" is null) = ("withdrawal_schedules"."due_on" is null)),
	CONSTRAINT "withdrawal_schedules_day" CHECK ("withdrawal_schedules"."day" between 1 and case "withdrawal_schedules"."cadence" when 'weekly' then 5 else 28 end)
);
--> statement-breakpoint
CREATE TABLE "withdrawals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"bank_account_id" uuid NOT NULL,
	"amount" bigint NOT NULL,
	"status" text NOT NULL,
	"request_key" text NOT NULL,
	"flags" text[] DEFAULT '{}' NOT NULL,
	"approvals_needed" smallint NOT NULL,
	"arrives_by" date NOT NULL,
	"reason" text,
	"transfer_id" text,
	"failure_code" text,
	"requested_at" timestamp with time zone NOT NULL,
	"sent_at" timestamp with time zone,
	"completed_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"next_check_at" timestamp with time zone,
	"checks" integer DEFAULT 0 NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "withdrawals_request_once" UNIQUE("user_id","request_key"),
	CONSTRAINT "withdrawals_of_user" UNIQUE("id","user_id"),
	CONSTRAINT "withdrawals_transfer_once" UNIQUE("transfer_id"),
	CONSTRAINT "withdrawals_amount_positive" CHECK ("withdrawals"."amount" > 0),
	CONSTRAINT "withdrawals_status" CHECK ("withdrawals"."status" in ('REQUESTED', 'APPROVED', 'SENDING', 'COMPLETED', 'FAILED', 'CANCELED', 'RETURNED')),
	CONSTRAINT "withdrawals_approvals" CHECK ("withdrawals"."approvals_needed" between 0 and 2),
	CONSTRAINT "withdrawals_reason" CHECK ("withdrawals"."reason" is null or ("withdrawals"."status" = 'SENDING' and "withdrawals"."reason" in ('unknown', 'funds', 'review'))),
	CONSTRAINT "withdrawals_sent" CHECK (("withdrawals"."status" in ('REQUESTED', 'APPROVED', 'CANCELED')) = ("withdrawals"."sent_at" is null)),
	CONSTRAINT "withdrawals_ended" CHECK (("withdrawals"."status" in ('REQUESTED', 'APPROVED', 'SENDING')) = ("withdrawals"."ended_at" is null)),
	CONSTRAINT "withdrawals_completed" CHECK (("withdrawals"."status" in ('COMPLETED', 'RETURNED')) = ("withdrawals"."completed_at" is not null)),
	CONSTRAINT "withdrawals_failed_has_code" CHECK (("withdrawals"."status" in ('FAILED', 'CANCELED', 'RETURNED')) = ("withdrawals"."failure_code" is not null)),
	CONSTRAINT "withdrawals_due_is_looked_at" CHECK ("withdrawals"."status" not in ('APPROVED', 'SENDING') or "withdrawals"."next_check_at" is not null)
);
--> statement-breakpoint
ALTER TABLE "notifications" DROP CONSTRAINT "notifications_kind";--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "confirmed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "bank_accounts" ADD CONSTRAINT "bank_accounts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withdrawal_approvals" ADD CONSTRAINT "withdrawal_approvals_operator_id_users_id_fk" FOREIGN KEY ("operator_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withdrawal_approvals" ADD CONSTRAINT "withdrawal_approvals_withdrawal" FOREIGN KEY ("withdrawal_id","owner_id") REFERENCES "public"."withdrawals"("id","user_id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withdrawal_schedules" ADD CONSTRAINT "withdrawal_schedules_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withdrawals" ADD CONSTRAINT "withdrawals_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withdrawals" ADD CONSTRAINT "withdrawals_own_account" FOREIGN KEY ("bank_account_id","user_id") REFERENCES "public"."bank_accounts"("id","user_id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "bank_accounts_one_verified" ON "bank_accounts" USING btree ("user_id") WHERE "bank_accounts"."state" = 'VERIFIED';--> statement-breakpoint
CREATE UNIQUE INDEX "bank_accounts_one_verifying" ON "bank_accounts" USING btree ("user_id") WHERE "bank_accounts"."state" = 'VERIFYING';--> statement-breakpoint
CREATE INDEX "bank_accounts_user" ON "bank_accounts" USING btree ("user_id","requested_at");--> statement-breakpoint
CREATE INDEX "bank_accounts_fingerprint" ON "bank_accounts" USING btree ("fingerprint","requested_at");--> statement-breakpoint
CREATE INDEX "withdrawal_schedules_due" ON "withdrawal_schedules" USING btree ("due_on") WHERE "withdrawal_schedules"."due_on" is not null;--> statement-breakpoint
CREATE INDEX "withdrawals_user" ON "withdrawals" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "withdrawals_due" ON "withdrawals" USING btree ("next_check_at") WHERE "withdrawals"."next_check_at" is not null;--> statement-breakpoint
CREATE INDEX "withdrawals_requested" ON "withdrawals" USING btree ("id") WHERE "withdrawals"."status" = 'REQUESTED';--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_kind" CHECK ("notifications"."kind" in ('booking.requested', 'booking.accepted', 'booking.declined', 'booking.confirmed', 'booking.sold', 'booking.canceled', 'booking.expired', 'charge.kept', 'charge.deposited', 'charge.expired', 'charge.reversed', 'charge_refund.done', 'charge_refund.failed', 'auto_topup.on', 'auto_topup.off', 'auto_topup.done', 'auto_topup.failed', 'auto_topup.paused', 'auto_topup.capped', 'bank_account.verified', 'withdrawal.completed', 'withdrawal.failed', 'withdrawal.returned', 'withdrawal.canceled', 'withdrawal.skipped', 'login.new', 'password.changed', 'password.reset', 'email.taken'));
--> statement-breakpoint
ALTER DOMAIN transaction_type DROP CONSTRAINT transactions_type;
--> statement-breakpoint
ALTER DOMAIN transaction_type ADD CONSTRAINT transactions_type CHECK (value in ('charge', 'charge_reversal', 'suspense_in', 'payment', 'release', 'refund', 'charge_refund', 'charge_refund_paid', 'charge_refund_failed', 'settlement', 'withdraw', 'withdraw_paid', 'withdraw_failed', 'withdraw_returned'));
--> statement-breakpoint
grant select, insert, update on bank_accounts, withdrawals, withdrawal_schedules to pospay_app;
--> statement-breakpoint
grant select, insert on withdrawal_approvals to pospay_app;
