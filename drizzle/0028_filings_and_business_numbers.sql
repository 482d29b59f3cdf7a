-- What operators say was filed with the tax office, and owners' business numbers.
-- Locks: only new tables.
CREATE TABLE "businesses" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"number_sealed" text,
	"said_at" timestamp with time zone NOT NULL,
	CONSTRAINT "businesses_kind" CHECK ("businesses"."kind" in ('none', 'sole', 'corporate')),
	CONSTRAINT "businesses_number" CHECK (("businesses"."kind" = 'none') = ("businesses"."number_sealed" is null))
);
--> statement-breakpoint
CREATE TABLE "filings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"period" text NOT NULL,
	"filed" boolean NOT NULL,
	"note" text NOT NULL,
	"by" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "filings_period_of_kind" CHECK ("filings"."period" ~ case when "filings"."kind" in ('vat', 'broker') then '^20[0-9]{2}-Q[1-4]$'
        when "filings"."kind" in ('fees', 'withholding') then '^20[0-9]{2}-(0[1-9]|1[0-2])$' end),
	CONSTRAINT "filings_kind" CHECK ("filings"."kind" in ('vat', 'fees', 'broker', 'withholding')),
	CONSTRAINT "filings_note" CHECK (length("filings"."note") between 1 and 200)
);
--> statement-breakpoint
ALTER TABLE "businesses" ADD CONSTRAINT "businesses_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "filings" ADD CONSTRAINT "filings_by_users_id_fk" FOREIGN KEY ("by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "filings_period" ON "filings" USING btree ("kind","period","id");
--> statement-breakpoint
-- Hand-written from here: what operators say is only ever added to.
create trigger filings_append_only before update or delete on filings for each row execute function refuse_change();
create trigger filings_no_truncate before truncate on filings for each statement execute function refuse_change();
--> statement-breakpoint
alter table filings enable always trigger filings_append_only, enable always trigger filings_no_truncate;
--> statement-breakpoint
grant select, insert on filings to pospay_app;
grant select, insert, update, delete on businesses to pospay_app;
--> statement-breakpoint
-- Whom Toss pays as a person has said so; a company's number is sealed among its words, and is told anew.
insert into businesses (user_id, kind, said_at) select user_id, 'none', updated_at from sellers where business_type = 'INDIVIDUAL';
