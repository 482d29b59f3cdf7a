CREATE TABLE "manual_batches" (
	"number" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "manual_batches_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"made_by" uuid NOT NULL,
	"made_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "manual_results" (
	"id" uuid PRIMARY KEY NOT NULL,
	"digest" text NOT NULL,
	"outcome" jsonb NOT NULL,
	"read_by" uuid NOT NULL,
	"read_at" timestamp with time zone NOT NULL,
	CONSTRAINT "manual_results_digest" CHECK ("manual_results"."digest" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "manual_transfers" (
	"withdrawal_id" uuid PRIMARY KEY NOT NULL,
	"number" integer GENERATED ALWAYS AS IDENTITY (sequence name "manual_transfers_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"amount" bigint NOT NULL,
	"state" text DEFAULT 'WAITING' NOT NULL,
	"batch" integer,
	"result_id" uuid,
	"reason" text,
	CONSTRAINT "manual_transfers_number" UNIQUE("number"),
	CONSTRAINT "manual_transfers_amount" CHECK ("manual_transfers"."amount" > 0),
	CONSTRAINT "manual_transfers_state" CHECK ("manual_transfers"."state" in ('WAITING', 'IN_FILE', 'COMPLETED', 'FAILED', 'RETURNED')),
	CONSTRAINT "manual_transfers_in_file" CHECK (("manual_transfers"."state" = 'WAITING') = ("manual_transfers"."batch" is null)),
	CONSTRAINT "manual_transfers_has_result" CHECK (("manual_transfers"."state" in ('WAITING', 'IN_FILE')) = ("manual_transfers"."result_id" is null))
);
--> statement-breakpoint
ALTER TABLE "manual_batches" ADD CONSTRAINT "manual_batches_made_by_users_id_fk" FOREIGN KEY ("made_by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "manual_results" ADD CONSTRAINT "manual_results_read_by_users_id_fk" FOREIGN KEY ("read_by") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "manual_transfers" ADD CONSTRAINT "manual_transfers_withdrawal_id_withdrawals_id_fk" FOREIGN KEY ("withdrawal_id") REFERENCES "public"."withdrawals"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "manual_transfers" ADD CONSTRAINT "manual_transfers_batch_manual_batches_number_fk" FOREIGN KEY ("batch") REFERENCES "public"."manual_batches"("number") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "manual_transfers" ADD CONSTRAINT "manual_transfers_result_id_manual_results_id_fk" FOREIGN KEY ("result_id") REFERENCES "public"."manual_results"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "manual_transfers_batch" ON "manual_transfers" USING btree ("batch");--> statement-breakpoint
CREATE INDEX "manual_transfers_waiting" ON "manual_transfers" USING btree ("number") WHERE "manual_transfers"."state" = 'WAITING';--> statement-breakpoint
grant select, insert on manual_batches, manual_results to pospay_app;
--> statement-breakpoint
grant select, insert, update (state, batch, result_id, reason) on manual_transfers to pospay_app;
