-- Tax that is kept back of withdrawals: as what somebody's are taxed from which day on, and how much each lost.
-- The new column has a constant default, so that no row is rewritten; its check reads the table once under its lock.
CREATE TABLE "withholding_profiles" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"effective_from" date NOT NULL,
	"set_by" uuid NOT NULL,
	"set_at" timestamp with time zone NOT NULL,
	CONSTRAINT "withholding_profiles_kind" CHECK ("withholding_profiles"."kind" in ('none', 'business_income', 'other_income')),
	CONSTRAINT "withholding_profiles_not_own" CHECK ("withholding_profiles"."set_by" <> "withholding_profiles"."user_id")
);
--> statement-breakpoint
ALTER TABLE "withdrawals" ADD COLUMN "withheld" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "withholding_profiles" ADD CONSTRAINT "withholding_profiles_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withholding_profiles" ADD CONSTRAINT "withholding_profiles_set_by_users_id_fk" FOREIGN KEY ("set_by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "withholding_profiles_user" ON "withholding_profiles" USING btree ("user_id","effective_from");--> statement-breakpoint
ALTER TABLE "withdrawals" ADD CONSTRAINT "withdrawals_withheld_of_amount" CHECK ("withdrawals"."withheld" >= 0 and "withdrawals"."withheld" < "withdrawals"."amount");
--> statement-breakpoint
create trigger withholding_profiles_append_only before update or delete on withholding_profiles for each row execute function refuse_change();
--> statement-breakpoint
create trigger withholding_profiles_no_truncate before truncate on withholding_profiles for each statement execute function refuse_change();
--> statement-breakpoint
alter table withholding_profiles enable always trigger withholding_profiles_append_only, enable always trigger withholding_profiles_no_truncate;
--> statement-breakpoint
grant select, insert on withholding_profiles to pospay_app;
