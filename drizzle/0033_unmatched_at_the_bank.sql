-- What has no other half at the bank or in the book is kept by itself, so that it is read in the same time however long
-- the book becomes. Nothing is taken up yet: the next search for matches goes through the book once.
-- Locks: transactions against postings, for as long as its index takes (some seconds for ten million).
CREATE TABLE "bank_open_items" (
	"transaction_id" uuid PRIMARY KEY NOT NULL,
	"day" date NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bank_open_lines" (
	"line" integer PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bank_watch" (
	"id" smallint PRIMARY KEY DEFAULT 1 NOT NULL,
	"through" bigint NOT NULL,
	CONSTRAINT "bank_watch_one_row" CHECK ("bank_watch"."id" = 1)
);
--> statement-breakpoint
ALTER TABLE "bank_open_items" ADD CONSTRAINT "bank_open_items_transaction_id_transactions_id_fk" FOREIGN KEY ("transaction_id") REFERENCES "public"."transactions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_open_lines" ADD CONSTRAINT "bank_open_lines_line_bank_lines_number_fk" FOREIGN KEY ("line") REFERENCES "public"."bank_lines"("number") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bank_open_items_day" ON "bank_open_items" USING btree ("day");--> statement-breakpoint
CREATE INDEX "transactions_at_bank" ON "transactions" USING btree ("seq") WHERE "transactions"."type" in ('settlement', 'withdraw_paid', 'withdraw_returned', 'adjustment', 'bank_transfer', 'write_off');
--> statement-breakpoint
-- Hand-written from here.
insert into bank_watch (through) values (0);
insert into bank_open_lines select number from bank_lines l where not exists (select from bank_matches m where m.line = l.number);
--> statement-breakpoint
create trigger bank_watch_kept before delete on bank_watch for each row execute function refuse_change();
create trigger bank_watch_no_truncate before truncate on bank_watch for each statement execute function refuse_change();
alter table bank_watch enable always trigger bank_watch_kept, enable always trigger bank_watch_no_truncate;
--> statement-breakpoint
grant select, insert, delete on bank_open_items, bank_open_lines to pospay_app;
grant select, update on bank_watch to pospay_app;
