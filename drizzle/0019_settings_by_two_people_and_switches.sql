CREATE TABLE "switch_flips" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "switch_flips_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"switch" text NOT NULL,
	"on" boolean NOT NULL,
	"reason" text NOT NULL,
	"flipped_by" uuid NOT NULL,
	"flipped_at" timestamp with time zone NOT NULL,
	CONSTRAINT "switch_flips_switch" CHECK ("switch_flips"."switch" in ('charge', 'pay', 'withdraw', 'auto_top_up')),
	CONSTRAINT "switch_flips_reason_length" CHECK (length("switch_flips"."reason") between 1 and 200)
);
--> statement-breakpoint
ALTER TABLE "settings" DROP CONSTRAINT "settings_pkey";--> statement-breakpoint
ALTER TABLE "settings" ALTER COLUMN "starts_at" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "settings" ADD COLUMN "id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "settings" ADD COLUMN "reason" text DEFAULT 'from before two people were needed' NOT NULL;--> statement-breakpoint
ALTER TABLE "settings" ADD COLUMN "state" text DEFAULT 'APPROVED' NOT NULL;--> statement-breakpoint
ALTER TABLE "settings" ADD COLUMN "proposed_by" uuid;--> statement-breakpoint
ALTER TABLE "settings" ADD COLUMN "proposed_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "settings" ADD COLUMN "decided_by" uuid;--> statement-breakpoint
ALTER TABLE "settings" ADD COLUMN "decided_at" timestamp with time zone DEFAULT now();--> statement-breakpoint
ALTER TABLE "switch_flips" ADD CONSTRAINT "switch_flips_flipped_by_users_id_fk" FOREIGN KEY ("flipped_by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "switch_flips_newest" ON "switch_flips" USING btree ("switch","id");--> statement-breakpoint
ALTER TABLE "settings" ADD CONSTRAINT "settings_proposed_by_users_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settings" ADD CONSTRAINT "settings_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "settings_start_once" ON "settings" USING btree ("key","starts_at") WHERE "settings"."state" = 'APPROVED';--> statement-breakpoint
CREATE UNIQUE INDEX "settings_one_proposal" ON "settings" USING btree ("key") WHERE "settings"."state" = 'PROPOSED';--> statement-breakpoint
ALTER TABLE "settings" DROP COLUMN "set_by";--> statement-breakpoint
ALTER TABLE "settings" ADD CONSTRAINT "settings_state" CHECK ("settings"."state" in ('PROPOSED', 'APPROVED', 'REJECTED'));--> statement-breakpoint
ALTER TABLE "settings" ADD CONSTRAINT "settings_decided" CHECK (("settings"."state" = 'PROPOSED') = ("settings"."decided_at" is null)
        and ("settings"."decided_at" is null or "settings"."proposed_by" is null) = ("settings"."decided_by" is null));--> statement-breakpoint
ALTER TABLE "settings" ADD CONSTRAINT "settings_two_people" CHECK ("settings"."state" <> 'APPROVED' or "settings"."proposed_by" is distinct from "settings"."decided_by" or "settings"."proposed_by" is null);--> statement-breakpoint
ALTER TABLE "settings" ADD CONSTRAINT "settings_not_backdated" CHECK ("settings"."state" <> 'APPROVED' or ("settings"."starts_at" is not null
        and ("settings"."proposed_by" is null or "settings"."starts_at" >= "settings"."decided_at")));--> statement-breakpoint
ALTER TABLE "settings" ADD CONSTRAINT "settings_reason_length" CHECK (length("settings"."reason") between 1 and 200);--> statement-breakpoint
-- The defaults were for the rows that were there.
ALTER TABLE "settings" ALTER COLUMN "id" DROP DEFAULT, ALTER COLUMN "reason" DROP DEFAULT, ALTER COLUMN "state" DROP DEFAULT,
  ALTER COLUMN "proposed_at" DROP DEFAULT, ALTER COLUMN "decided_at" DROP DEFAULT;--> statement-breakpoint

create trigger settings_decided_for_good before update on settings for each row when (old.state <> 'PROPOSED') execute function refuse_change();
create trigger settings_kept before delete on settings for each row execute function refuse_change();
create trigger settings_no_truncate before truncate on settings for each statement execute function refuse_change();
create trigger switch_flips_append_only before update or delete on switch_flips for each row execute function refuse_change();
create trigger switch_flips_no_truncate before truncate on switch_flips for each statement execute function refuse_change();

grant update (state, starts_at, decided_by, decided_at) on settings to pospay_app;
grant select, insert on switch_flips to pospay_app;
