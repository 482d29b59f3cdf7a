CREATE TABLE "bookings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"space_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"renter_id" uuid NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"status" text NOT NULL,
	"request_key" text,
	"price" bigint NOT NULL,
	"fee_rate_bp" integer NOT NULL,
	"refund_steps" jsonb NOT NULL,
	"release_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"accepted_at" timestamp with time zone,
	"order_id" text,
	"order_settled_at" timestamp with time zone,
	"paid_at" timestamp with time zone,
	"pay_key" text,
	"canceled_at" timestamp with time zone,
	"canceled_by" text,
	"cancel_key" text,
	"refunded" bigint DEFAULT 0 NOT NULL,
	"refunds" smallint DEFAULT 0 NOT NULL,
	"released_at" timestamp with time zone,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "bookings_request_key_once" UNIQUE("renter_id","request_key"),
	CONSTRAINT "bookings_status" CHECK ("bookings"."status" in ('REQUESTED', 'DECLINED', 'HELD', 'CONFIRMED', 'COMPLETED', 'CANCELED', 'EXPIRED')),
	CONSTRAINT "bookings_canceled_by" CHECK ("bookings"."canceled_by" in ('renter', 'owner', 'operator')),
	CONSTRAINT "bookings_not_own_space" CHECK ("bookings"."renter_id" <> "bookings"."owner_id"),
	CONSTRAINT "bookings_whole_hours" CHECK ("bookings"."ends_at" > "bookings"."starts_at" and "bookings"."ends_at" <= "bookings"."starts_at" + interval '24 hours'
        and mod(extract(epoch from "bookings"."starts_at"), 3600) = 0 and mod(extract(epoch from "bookings"."ends_at"), 3600) = 0),
	CONSTRAINT "bookings_price_positive" CHECK ("bookings"."price" > 0),
	CONSTRAINT "bookings_fee_rate_range" CHECK ("bookings"."fee_rate_bp" between 0 and 10000),
	CONSTRAINT "bookings_release_after_use" CHECK ("bookings"."release_at" >= "bookings"."ends_at"),
	CONSTRAINT "bookings_paid_by_state" CHECK (case when "bookings"."status" in ('CONFIRMED', 'COMPLETED') then "bookings"."paid_at" is not null
        when "bookings"."status" = 'CANCELED' then true else "bookings"."paid_at" is null end),
	CONSTRAINT "bookings_canceled_whole" CHECK (("bookings"."status" = 'CANCELED') = ("bookings"."canceled_at" is not null)
        and ("bookings"."canceled_at" is null) = ("bookings"."canceled_by" is null)),
	CONSTRAINT "bookings_refund_within_payment" CHECK ("bookings"."refunded" between 0 and "bookings"."price" and ("bookings"."refunded" = 0 or "bookings"."paid_at" is not null)
        and ("bookings"."refunded" = 0) = ("bookings"."refunds" = 0)),
	CONSTRAINT "bookings_released_once_due" CHECK ("bookings"."released_at" is null or ("bookings"."paid_at" is not null and "bookings"."released_at" >= "bookings"."release_at"))
);
--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_space_id_spaces_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."spaces"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_renter_id_users_id_fk" FOREIGN KEY ("renter_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "bookings_order_once" ON "bookings" USING btree ("order_id") WHERE "bookings"."order_id" is not null;--> statement-breakpoint
CREATE INDEX "bookings_renter" ON "bookings" USING btree ("renter_id","id");--> statement-breakpoint
CREATE INDEX "bookings_owner" ON "bookings" USING btree ("owner_id","id");--> statement-breakpoint
CREATE INDEX "bookings_lapsing" ON "bookings" USING btree ("expires_at") WHERE "bookings"."status" in ('REQUESTED', 'HELD');--> statement-breakpoint
CREATE INDEX "bookings_running" ON "bookings" USING btree ("ends_at") WHERE "bookings"."status" = 'CONFIRMED';--> statement-breakpoint
CREATE INDEX "bookings_unreleased" ON "bookings" USING btree ("release_at") WHERE "bookings"."paid_at" is not null and "bookings"."release_at" is not null and "bookings"."released_at" is null;--> statement-breakpoint
CREATE INDEX "bookings_charging" ON "bookings" USING btree ("order_id") WHERE "bookings"."order_id" is not null and "bookings"."order_settled_at" is null;--> statement-breakpoint
-- For an exclusion over ids and times at once.
create schema extensions;
--> statement-breakpoint
create extension btree_gist schema extensions;
--> statement-breakpoint
-- Nobody else can have a time that is asked for, held, paid or used. Waiting bookings that lapsed are ended by whoever
-- wants their time next.
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_no_overlap" EXCLUDE USING gist ("space_id" WITH =, tstzrange("starts_at", "ends_at") WITH &&) WHERE ("status" IN ('REQUESTED', 'HELD', 'CONFIRMED', 'COMPLETED'));
--> statement-breakpoint
ALTER DOMAIN transaction_type DROP CONSTRAINT transactions_type;
--> statement-breakpoint
ALTER DOMAIN transaction_type ADD CONSTRAINT transactions_type CHECK (value in ('charge', 'suspense_in', 'payment', 'release', 'refund'));
--> statement-breakpoint
grant select, insert, update on bookings to pospay_app;
