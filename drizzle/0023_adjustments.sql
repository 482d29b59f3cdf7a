-- What operators move by hand: asked for by one, agreed to by another, decided once. Only a new table is locked, and the
-- domain of transaction types, whose new check reads the table of transactions once.
CREATE TABLE "adjustments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"legs" jsonb NOT NULL,
	"hash" text NOT NULL,
	"reverses" uuid,
	"reason" text NOT NULL,
	"status" text DEFAULT 'PENDING' NOT NULL,
	"made_by" uuid NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp with time zone,
	"rejection" text,
	CONSTRAINT "adjustments_hash_once" UNIQUE("hash"),
	CONSTRAINT "adjustments_type" CHECK ("adjustments"."type" in ('adjustment', 'bank_transfer', 'write_off')),
	CONSTRAINT "adjustments_status" CHECK ("adjustments"."status" in ('PENDING', 'POSTED', 'REJECTED')),
	CONSTRAINT "adjustments_hash" CHECK ("adjustments"."hash" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "adjustments_reason" CHECK (length("adjustments"."reason") between 1 and 200),
	CONSTRAINT "adjustments_two_people" CHECK ("adjustments"."decided_by" <> "adjustments"."made_by"),
	CONSTRAINT "adjustments_not_own" CHECK (not "adjustments"."legs" @> jsonb_build_array(jsonb_build_object('user', "adjustments"."made_by"))
        and not "adjustments"."legs" @> jsonb_build_array(jsonb_build_object('user', coalesce("adjustments"."decided_by", "adjustments"."made_by")))),
	CONSTRAINT "adjustments_decided" CHECK (("adjustments"."status" = 'PENDING') = ("adjustments"."decided_by" is null) and ("adjustments"."decided_by" is null) = ("adjustments"."decided_at" is null)),
	CONSTRAINT "adjustments_rejected" CHECK (("adjustments"."status" = 'REJECTED') = ("adjustments"."rejection" is not null))
);
--> statement-breakpoint
ALTER TABLE "adjustments" ADD CONSTRAINT "adjustments_reverses_transactions_id_fk" FOREIGN KEY ("reverses") REFERENCES "public"."transactions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "adjustments" ADD CONSTRAINT "adjustments_made_by_users_id_fk" FOREIGN KEY ("made_by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "adjustments" ADD CONSTRAINT "adjustments_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "adjustments_reverses_once" ON "adjustments" USING btree ("reverses") WHERE "adjustments"."status" <> 'REJECTED';--> statement-breakpoint
CREATE INDEX "adjustments_made" ON "adjustments" USING btree ("made_at");
--> statement-breakpoint
create function adjustment_guard() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'INSERT' and new.status = 'PENDING' then
    return new;
  end if;
  -- What was asked stays, and a decision is the last word.
  if tg_op = 'UPDATE' and old.status = 'PENDING' and new.status <> 'PENDING'
    and row(new.id, new.type, new.legs, new.hash, new.reverses, new.reason, new.made_by, new.made_at)
      is not distinct from row(old.id, old.type, old.legs, old.hash, old.reverses, old.reason, old.made_by, old.made_at) then
    return new;
  end if;
  raise exception 'an adjustment is asked for once and decided once' using errcode = 'PP001';
end $$;
--> statement-breakpoint
create trigger adjustments_decided_once before insert or update or delete on adjustments for each row execute function adjustment_guard();
--> statement-breakpoint
create trigger adjustments_no_truncate before truncate on adjustments for each statement execute function refuse_change();
--> statement-breakpoint
alter table adjustments enable always trigger adjustments_decided_once, enable always trigger adjustments_no_truncate;
--> statement-breakpoint
grant select, insert, update (status, decided_by, decided_at, rejection) on adjustments to pospay_app;
--> statement-breakpoint
ALTER DOMAIN transaction_type DROP CONSTRAINT transactions_type;
--> statement-breakpoint
ALTER DOMAIN transaction_type ADD CONSTRAINT transactions_type CHECK (value in ('charge', 'charge_reversal', 'suspense_in', 'payment', 'release', 'refund', 'charge_refund', 'charge_refund_paid', 'charge_refund_failed', 'settlement', 'withdraw', 'withdraw_paid', 'withdraw_failed', 'withdraw_returned', 'adjustment', 'bank_transfer', 'write_off'));
