-- Spaces with their opening hours, blackouts and photos.
-- Why: what owners offer and renters look for. Rules that a form could get around are constraints; photos are rows, so
-- that any instance can serve them. Only what may go again (hours, blackouts, photos) can be deleted by the application.
-- Locks: users for a moment, for the reference; every table is new.

CREATE TABLE "space_blackouts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"space_id" uuid NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "space_blackouts_length" CHECK ("space_blackouts"."ends_at" > "space_blackouts"."starts_at" and "space_blackouts"."ends_at" <= "space_blackouts"."starts_at" + interval '8784 hours'),
	CONSTRAINT "space_blackouts_whole_hours" CHECK (mod(extract(epoch from "space_blackouts"."starts_at"), 3600) = 0 and mod(extract(epoch from "space_blackouts"."ends_at"), 3600) = 0)
);
--> statement-breakpoint
CREATE TABLE "space_hours" (
	"space_id" uuid NOT NULL,
	"weekday" smallint NOT NULL,
	"opens_at" smallint NOT NULL,
	"closes_at" smallint NOT NULL,
	CONSTRAINT "space_hours_pkey" PRIMARY KEY("space_id","weekday"),
	CONSTRAINT "space_hours_weekday" CHECK ("space_hours"."weekday" between 0 and 6),
	CONSTRAINT "space_hours_opens_at_range" CHECK ("space_hours"."opens_at" between 0 and 23),
	CONSTRAINT "space_hours_closes_after_opening" CHECK ("space_hours"."closes_at" between "space_hours"."opens_at" + 1 and least("space_hours"."opens_at" + 24, 30))
);
--> statement-breakpoint
CREATE TABLE "space_photos" (
	"id" uuid PRIMARY KEY NOT NULL,
	"space_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"cover" boolean NOT NULL,
	"hash" text NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"large" "bytea" NOT NULL,
	"small" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "space_photos_position_once" UNIQUE("space_id","position"),
	CONSTRAINT "space_photos_picture_once" UNIQUE("space_id","hash"),
	CONSTRAINT "space_photos_position_range" CHECK ("space_photos"."position" between 1 and 8),
	CONSTRAINT "space_photos_hash_shape" CHECK ("space_photos"."hash" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "space_photos_pixels" CHECK ("space_photos"."width" between 1 and 1600 and "space_photos"."height" between 1 and 1600),
	CONSTRAINT "space_photos_bytes" CHECK (octet_length("space_photos"."large") between 1 and 2097152 and octet_length("space_photos"."small") between 1 and 524288)
);
--> statement-breakpoint
CREATE TABLE "spaces" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"address" text NOT NULL,
	"description" text NOT NULL,
	"capacity" integer NOT NULL,
	"hourly_price" bigint NOT NULL,
	"refund_preset" text NOT NULL,
	"instant" boolean NOT NULL,
	"status" text DEFAULT 'open' NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "spaces_kind" CHECK ("spaces"."kind" in ('party', 'practice', 'meeting', 'studio', 'kitchen', 'other')),
	CONSTRAINT "spaces_name_length" CHECK (length("spaces"."name") between 1 and 60),
	CONSTRAINT "spaces_address_length" CHECK (length("spaces"."address") between 1 and 120),
	CONSTRAINT "spaces_description_length" CHECK (length("spaces"."description") <= 2000),
	CONSTRAINT "spaces_capacity_range" CHECK ("spaces"."capacity" between 1 and 1000),
	CONSTRAINT "spaces_hourly_price_range" CHECK ("spaces"."hourly_price" between 1 and 10000000),
	CONSTRAINT "spaces_refund_preset" CHECK ("spaces"."refund_preset" in ('flexible', 'standard', 'domestic')),
	CONSTRAINT "spaces_status" CHECK ("spaces"."status" in ('open', 'closed'))
);
--> statement-breakpoint
ALTER TABLE "space_blackouts" ADD CONSTRAINT "space_blackouts_space_id_spaces_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."spaces"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "space_hours" ADD CONSTRAINT "space_hours_space_id_spaces_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."spaces"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "space_photos" ADD CONSTRAINT "space_photos_space_id_spaces_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."spaces"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "spaces" ADD CONSTRAINT "spaces_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "space_blackouts_space" ON "space_blackouts" USING btree ("space_id","ends_at");--> statement-breakpoint
CREATE UNIQUE INDEX "space_photos_one_cover" ON "space_photos" USING btree ("space_id") WHERE "space_photos"."cover";--> statement-breakpoint
CREATE INDEX "space_photos_hash" ON "space_photos" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "spaces_owner" ON "spaces" USING btree ("owner_id","id");--> statement-breakpoint
CREATE INDEX "spaces_listed" ON "spaces" USING btree ("id") WHERE "spaces"."status" = 'open';
--> statement-breakpoint
grant select on spaces, space_hours, space_blackouts, space_photos to pospay_app;
--> statement-breakpoint
grant insert, update on spaces, space_photos to pospay_app;
--> statement-breakpoint
grant insert on space_hours, space_blackouts to pospay_app;
--> statement-breakpoint
grant delete on space_hours, space_blackouts, space_photos to pospay_app;
