-- Freezes with their reason and the second person who lifts them; indexes by which operators find people and payments.
-- Locks: orders, users, webhook_events and notifications, for as long as their new indexes and check take to build.

CREATE TABLE "freezes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"frozen_by" uuid NOT NULL,
	"frozen_at" timestamp with time zone NOT NULL,
	"lift_reason" text,
	"lift_asked_by" uuid,
	"lift_asked_at" timestamp with time zone,
	"lifted_by" uuid,
	"lifted_at" timestamp with time zone,
	"held" bigint,
	"second_above" bigint,
	CONSTRAINT "freezes_reason" CHECK (length("freezes"."reason") between 1 and 200),
	CONSTRAINT "freezes_lift_reason" CHECK (length("freezes"."lift_reason") between 1 and 200),
	CONSTRAINT "freezes_lift_asked" CHECK (("freezes"."lift_asked_by" is null) = ("freezes"."lift_asked_at" is null) and ("freezes"."lift_asked_by" is null) = ("freezes"."lift_reason" is null)),
	CONSTRAINT "freezes_lifted" CHECK (num_nonnulls("freezes"."lifted_by", "freezes"."lifted_at", "freezes"."held", "freezes"."second_above") in (0, 4)
        and ("freezes"."lifted_by" is null or "freezes"."lift_asked_by" is not null) and "freezes"."lifted_at" >= "freezes"."frozen_at"),
	CONSTRAINT "freezes_two_people" CHECK ("freezes"."held" <= "freezes"."second_above" or "freezes"."lifted_by" <> "freezes"."lift_asked_by"),
	CONSTRAINT "freezes_not_own" CHECK ("freezes"."user_id" not in ("freezes"."frozen_by", coalesce("freezes"."lift_asked_by", "freezes"."frozen_by"), coalesce("freezes"."lifted_by", "freezes"."frozen_by")))
);
--> statement-breakpoint
ALTER TABLE "notifications" DROP CONSTRAINT "notifications_kind";--> statement-breakpoint
DROP INDEX "webhook_events_order";--> statement-breakpoint
ALTER TABLE "freezes" ADD CONSTRAINT "freezes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "freezes" ADD CONSTRAINT "freezes_frozen_by_users_id_fk" FOREIGN KEY ("frozen_by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "freezes" ADD CONSTRAINT "freezes_lift_asked_by_users_id_fk" FOREIGN KEY ("lift_asked_by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "freezes" ADD CONSTRAINT "freezes_lifted_by_users_id_fk" FOREIGN KEY ("lifted_by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "freezes_one_open" ON "freezes" USING btree ("user_id") WHERE "freezes"."lifted_at" is null;--> statement-breakpoint
CREATE INDEX "freezes_user" ON "freezes" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "orders_payment_key_tried" ON "orders" USING btree ("payment_key_fingerprint") WHERE "orders"."payment_key_fingerprint" is not null and "orders"."status" not in ('DONE', 'WAITING_FOR_DEPOSIT', 'CANCELED');--> statement-breakpoint
CREATE INDEX "orders_created" ON "orders" USING brin ("created_at");--> statement-breakpoint
CREATE INDEX "users_name" ON "users" USING btree ("name" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "webhook_events_order" ON "webhook_events" USING btree ("order_id") WHERE "webhook_events"."order_id" is not null;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_kind" CHECK ("notifications"."kind" in ('booking.requested', 'booking.accepted', 'booking.declined', 'booking.confirmed', 'booking.sold', 'booking.canceled', 'booking.expired', 'charge.kept', 'charge.deposited', 'charge.expired', 'charge.reversed', 'charge_refund.done', 'charge_refund.failed', 'auto_topup.on', 'auto_topup.off', 'auto_topup.done', 'auto_topup.failed', 'auto_topup.paused', 'auto_topup.capped', 'bank_account.verified', 'withdrawal.completed', 'withdrawal.failed', 'withdrawal.returned', 'withdrawal.canceled', 'withdrawal.skipped', 'withdrawal.waits', 'account.frozen', 'account.unfrozen', 'login.new', 'second_factor.on', 'second_factor.off', 'second_factor.recovered', 'password.changed', 'password.reset', 'email.taken'));--> statement-breakpoint
-- Hand-written: who is frozen now was frozen before reasons were kept, by the oldest operator but themselves.
insert into freezes (id, user_id, reason, frozen_by, frozen_at)
  select gen_random_uuid(), u.id, '안전을 위해 이용을 잠시 멈췄어요.', o.id, now() from users u
    cross join lateral (select id from users where roles <> '{}' and id <> u.id order by created_at limit 1) o
    where u.status = 'frozen';
--> statement-breakpoint
create trigger freezes_lifted_for_good before update on freezes for each row when (old.lifted_at is not null) execute function refuse_change();
create trigger freezes_kept before delete on freezes for each row execute function refuse_change();
create trigger freezes_no_truncate before truncate on freezes for each statement execute function refuse_change();
alter table freezes enable always trigger freezes_lifted_for_good, enable always trigger freezes_kept, enable always trigger freezes_no_truncate;
--> statement-breakpoint
grant select, insert, update (lift_reason, lift_asked_by, lift_asked_at, lifted_by, lifted_at, held, second_above) on freezes to pospay_app;
