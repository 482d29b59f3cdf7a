-- Safeguarding day by day. Locks: only new tables.
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
-- Hand-written from here: what is written once stays as it is.
create trigger safeguard_checks_append_only before update or delete on safeguard_checks for each row execute function refuse_change();
--> statement-breakpoint
create trigger safeguard_checks_no_truncate before truncate on safeguard_checks for each statement execute function refuse_change();
--> statement-breakpoint
alter table safeguard_checks enable always trigger safeguard_checks_append_only, enable always trigger safeguard_checks_no_truncate;
--> statement-breakpoint
grant select, insert on safeguard_checks to pospay_app;
