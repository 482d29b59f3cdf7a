-- What people and programs have done and no look at the database can show: backups, drills, the first real payment.
-- Two new grants let the application see which migrations have run. Nothing existing is locked.
CREATE TABLE "evidence" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"done_at" timestamp with time zone NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"recorded_by" uuid,
	"note" text NOT NULL,
	CONSTRAINT "evidence_kind_by_whom" CHECK (case when "evidence"."recorded_by" is null then "evidence"."kind" in ('backup', 'restore_drill', 'charge_flow')
        else "evidence"."kind" in ('charge_flow', 'settlement_account', 'small_payment') end),
	CONSTRAINT "evidence_note_length" CHECK (length("evidence"."note") between 1 and 300),
	CONSTRAINT "evidence_done_before" CHECK ("evidence"."done_at" <= "evidence"."recorded_at")
);
--> statement-breakpoint
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_recorded_by_users_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "evidence_kind" ON "evidence" USING btree ("kind","done_at");
--> statement-breakpoint
create trigger evidence_append_only before update or delete on evidence for each row execute function refuse_change();
--> statement-breakpoint
create trigger evidence_no_truncate before truncate on evidence for each statement execute function refuse_change();
--> statement-breakpoint
alter table evidence enable always trigger evidence_append_only, enable always trigger evidence_no_truncate;
--> statement-breakpoint
grant select, insert on evidence to pospay_app;
--> statement-breakpoint
grant usage on schema drizzle to pospay_app;
--> statement-breakpoint
grant select on drizzle.__drizzle_migrations to pospay_app;
