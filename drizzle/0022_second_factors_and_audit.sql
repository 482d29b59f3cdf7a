-- Operators' second factors, and what the audit log says of a change: before, after and why.
-- Locks: sessions, audit_log and notifications, for as long as audit_log's new indexes take to build.

CREATE TABLE "second_factors" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"secret_sealed" text NOT NULL,
	"last_step" integer NOT NULL,
	"recovery_hashes" text[] NOT NULL,
	"enrolled_at" timestamp with time zone NOT NULL,
	CONSTRAINT "second_factors_last_step" CHECK ("second_factors"."last_step" >= 0),
	CONSTRAINT "second_factors_recovery_codes" CHECK (cardinality("second_factors"."recovery_hashes") <= 10)
);
--> statement-breakpoint
ALTER TABLE "notifications" DROP CONSTRAINT "notifications_kind";--> statement-breakpoint
DROP INDEX "audit_log_target";--> statement-breakpoint
ALTER TABLE "audit_log" ADD COLUMN "before" jsonb;--> statement-breakpoint
ALTER TABLE "audit_log" ADD COLUMN "after" jsonb;--> statement-breakpoint
ALTER TABLE "audit_log" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "second_factor_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "second_factors" ADD CONSTRAINT "second_factors_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_log_action" ON "audit_log" USING btree ("action","id");--> statement-breakpoint
CREATE INDEX "audit_log_request" ON "audit_log" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "audit_log_at" ON "audit_log" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "audit_log_target" ON "audit_log" USING btree ("target","id");--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_kind" CHECK ("notifications"."kind" in ('booking.requested', 'booking.accepted', 'booking.declined', 'booking.confirmed', 'booking.sold', 'booking.canceled', 'booking.expired', 'charge.kept', 'charge.deposited', 'charge.expired', 'charge.reversed', 'charge_refund.done', 'charge_refund.failed', 'auto_topup.on', 'auto_topup.off', 'auto_topup.done', 'auto_topup.failed', 'auto_topup.paused', 'auto_topup.capped', 'bank_account.verified', 'withdrawal.completed', 'withdrawal.failed', 'withdrawal.returned', 'withdrawal.canceled', 'withdrawal.skipped', 'withdrawal.waits', 'login.new', 'second_factor.on', 'second_factor.off', 'second_factor.recovered', 'password.changed', 'password.reset', 'email.taken'));--> statement-breakpoint
-- Hand-written: a second factor is taken away for good.
grant select, insert, update, delete on second_factors to pospay_app;
