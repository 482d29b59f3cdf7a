-- Safeguarding day by day, breaks that people close with a cause, and cases with the law's clocks.
-- Locks: reconciliation_breaks and notifications, for as long as it takes to read each once; else only new tables.
CREATE TABLE "case_notes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"case_id" uuid NOT NULL,
	"by" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"text" text NOT NULL,
	CONSTRAINT "case_notes_text" CHECK (length("case_notes"."text") between 1 and 1000)
);
--> statement-breakpoint
CREATE TABLE "cases" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"user_id" uuid NOT NULL,
	"opened_by" uuid NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"story" text NOT NULL,
	"about" text,
	"due_on" date NOT NULL,
	"state" text DEFAULT 'OPEN' NOT NULL,
	"answer" text,
	"answered_by" uuid,
	"answered_at" timestamp with time zone,
	"paper" boolean DEFAULT false NOT NULL,
	"paper_sent_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	CONSTRAINT "cases_kind" CHECK ("cases"."kind" in ('error', 'dispute', 'complaint')),
	CONSTRAINT "cases_state" CHECK ("cases"."state" in ('OPEN', 'ANSWERED', 'CLOSED')),
	CONSTRAINT "cases_story" CHECK (length("cases"."story") between 1 and 2000),
	CONSTRAINT "cases_about" CHECK (length("cases"."about") between 1 and 100),
	CONSTRAINT "cases_answer" CHECK (length("cases"."answer") between 1 and 2000),
	CONSTRAINT "cases_answered" CHECK (num_nonnulls("cases"."answer", "cases"."answered_by", "cases"."answered_at") = case when "cases"."state" = 'OPEN' then 0 else 3 end),
	CONSTRAINT "cases_closed" CHECK (("cases"."state" = 'CLOSED') = ("cases"."closed_at" is not null)),
	CONSTRAINT "cases_paper" CHECK (("cases"."paper_sent_at" is null or "cases"."paper") and ("cases"."state" <> 'CLOSED' or not "cases"."paper" or "cases"."paper_sent_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "break_notes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"break_id" uuid NOT NULL,
	"by" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"text" text NOT NULL,
	CONSTRAINT "break_notes_text" CHECK (length("break_notes"."text") between 1 and 1000)
);
--> statement-breakpoint
CREATE TABLE "safeguard_checks" (
	"day" date PRIMARY KEY NOT NULL,
	"owed" bigint NOT NULL,
	"unredeemed" bigint NOT NULL,
	"issued" bigint NOT NULL,
	"safeguarded" bigint NOT NULL,
	"at_toss" bigint NOT NULL,
	"gap" bigint NOT NULL,
	"due_on" date,
	"checked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "safeguard_checks_gap" CHECK ("safeguard_checks"."gap" = greatest(0, "safeguard_checks"."owed" - "safeguard_checks"."safeguarded" - "safeguard_checks"."at_toss")),
	CONSTRAINT "safeguard_checks_due" CHECK (("safeguard_checks"."gap" = 0) = ("safeguard_checks"."due_on" is null))
);
--> statement-breakpoint
ALTER TABLE "notifications" DROP CONSTRAINT "notifications_kind";--> statement-breakpoint
ALTER TABLE "reconciliation_breaks" DROP CONSTRAINT "reconciliation_breaks_end";--> statement-breakpoint
ALTER TABLE "reconciliation_breaks" ADD COLUMN "assigned_to" uuid;--> statement-breakpoint
ALTER TABLE "reconciliation_breaks" ADD COLUMN "cause" text;--> statement-breakpoint
ALTER TABLE "reconciliation_breaks" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "reconciliation_breaks" ADD COLUMN "closed_by" uuid;--> statement-breakpoint
ALTER TABLE "reconciliation_breaks" ADD COLUMN "adjustment_id" uuid;--> statement-breakpoint
ALTER TABLE "case_notes" ADD CONSTRAINT "case_notes_case_id_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."cases"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_notes" ADD CONSTRAINT "case_notes_by_users_id_fk" FOREIGN KEY ("by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_opened_by_users_id_fk" FOREIGN KEY ("opened_by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_answered_by_users_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "break_notes" ADD CONSTRAINT "break_notes_break_id_reconciliation_breaks_id_fk" FOREIGN KEY ("break_id") REFERENCES "public"."reconciliation_breaks"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "break_notes" ADD CONSTRAINT "break_notes_by_users_id_fk" FOREIGN KEY ("by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "case_notes_case" ON "case_notes" USING btree ("case_id","id");--> statement-breakpoint
CREATE INDEX "cases_user" ON "cases" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "cases_open" ON "cases" USING btree ("due_on") WHERE "cases"."state" <> 'CLOSED';--> statement-breakpoint
CREATE INDEX "break_notes_break" ON "break_notes" USING btree ("break_id","id");--> statement-breakpoint
ALTER TABLE "reconciliation_breaks" ADD CONSTRAINT "reconciliation_breaks_assigned_to_users_id_fk" FOREIGN KEY ("assigned_to") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation_breaks" ADD CONSTRAINT "reconciliation_breaks_closed_by_users_id_fk" FOREIGN KEY ("closed_by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliation_breaks" ADD CONSTRAINT "reconciliation_breaks_adjustment_id_adjustments_id_fk" FOREIGN KEY ("adjustment_id") REFERENCES "public"."adjustments"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_kind" CHECK ("notifications"."kind" in ('booking.requested', 'booking.accepted', 'booking.declined', 'booking.confirmed', 'booking.sold', 'booking.canceled', 'booking.expired', 'charge.kept', 'charge.deposited', 'charge.expired', 'charge.reversed', 'charge_refund.done', 'charge_refund.failed', 'auto_topup.on', 'auto_topup.off', 'auto_topup.done', 'auto_topup.failed', 'auto_topup.paused', 'auto_topup.capped', 'bank_account.verified', 'withdrawal.completed', 'withdrawal.failed', 'withdrawal.returned', 'withdrawal.canceled', 'withdrawal.skipped', 'withdrawal.waits', 'account.frozen', 'account.unfrozen', 'case.opened', 'case.answered', 'login.new', 'second_factor.on', 'second_factor.off', 'second_factor.recovered', 'password.changed', 'password.reset', 'email.taken', 'terms.changing'));--> statement-breakpoint
ALTER TABLE "reconciliation_breaks" ADD CONSTRAINT "reconciliation_breaks_explained" CHECK (num_nonnulls("reconciliation_breaks"."cause", "reconciliation_breaks"."reason", "reconciliation_breaks"."closed_by") = case when "reconciliation_breaks"."closed_how" = 'explained' then 3 else 0 end);--> statement-breakpoint
ALTER TABLE "reconciliation_breaks" ADD CONSTRAINT "reconciliation_breaks_cause" CHECK ("reconciliation_breaks"."cause" in ('corrected', 'timing', 'toss_error', 'our_error', 'not_ours'));--> statement-breakpoint
ALTER TABLE "reconciliation_breaks" ADD CONSTRAINT "reconciliation_breaks_reason" CHECK (length("reconciliation_breaks"."reason") between 1 and 200);--> statement-breakpoint
ALTER TABLE "reconciliation_breaks" ADD CONSTRAINT "reconciliation_breaks_corrected" CHECK (("reconciliation_breaks"."cause" is not distinct from 'corrected') = ("reconciliation_breaks"."adjustment_id" is not null));--> statement-breakpoint
ALTER TABLE "reconciliation_breaks" ADD CONSTRAINT "reconciliation_breaks_end" CHECK ("reconciliation_breaks"."closed_how" in ('repaired', 'agreed', 'explained'));
--> statement-breakpoint
-- Hand-written from here: what is written once stays as it is.
create function break_guard() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and old.closed_at is null then
    return new;
  end if;
  raise exception 'a break that is closed stays as it is' using errcode = 'PP001';
end $$;
--> statement-breakpoint
create function case_guard() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  -- What was said stays, an answer is the last word, and nothing goes back.
  if tg_op = 'UPDATE' and old.state <> 'CLOSED'
    and row(new.id, new.kind, new.user_id, new.opened_by, new.opened_at, new.story, new.about, new.due_on, new.paper)
      is not distinct from row(old.id, old.kind, old.user_id, old.opened_by, old.opened_at, old.story, old.about, old.due_on, old.paper)
    and (old.state = 'OPEN' and new.state in ('OPEN', 'ANSWERED') or old.state = 'ANSWERED' and new.state in ('ANSWERED', 'CLOSED')
      and row(new.answer, new.answered_by, new.answered_at) is not distinct from row(old.answer, old.answered_by, old.answered_at))
    and (old.paper_sent_at is null or new.paper_sent_at = old.paper_sent_at) then
    return new;
  end if;
  raise exception 'a case is answered once and then closed' using errcode = 'PP001';
end $$;
--> statement-breakpoint
create trigger safeguard_checks_append_only before update or delete on safeguard_checks for each row execute function refuse_change();
create trigger safeguard_checks_no_truncate before truncate on safeguard_checks for each statement execute function refuse_change();
create trigger break_notes_append_only before update or delete on break_notes for each row execute function refuse_change();
create trigger break_notes_no_truncate before truncate on break_notes for each statement execute function refuse_change();
create trigger case_notes_append_only before update or delete on case_notes for each row execute function refuse_change();
create trigger case_notes_no_truncate before truncate on case_notes for each statement execute function refuse_change();
create trigger reconciliation_breaks_closed_once before update or delete on reconciliation_breaks for each row execute function break_guard();
create trigger reconciliation_breaks_no_truncate before truncate on reconciliation_breaks for each statement execute function refuse_change();
create trigger cases_step_by_step before update or delete on cases for each row execute function case_guard();
create trigger cases_no_truncate before truncate on cases for each statement execute function refuse_change();
--> statement-breakpoint
alter table safeguard_checks enable always trigger safeguard_checks_append_only, enable always trigger safeguard_checks_no_truncate;
alter table break_notes enable always trigger break_notes_append_only, enable always trigger break_notes_no_truncate;
alter table case_notes enable always trigger case_notes_append_only, enable always trigger case_notes_no_truncate;
alter table reconciliation_breaks enable always trigger reconciliation_breaks_closed_once, enable always trigger reconciliation_breaks_no_truncate;
alter table cases enable always trigger cases_step_by_step, enable always trigger cases_no_truncate;
--> statement-breakpoint
grant select, insert on safeguard_checks, break_notes, case_notes to pospay_app;
--> statement-breakpoint
grant select, insert, update (state, answer, answered_by, answered_at, paper_sent_at, closed_at) on cases to pospay_app;
