CREATE TABLE "deposit_proofs" (
	"day" date PRIMARY KEY NOT NULL,
	"deposits" bigint NOT NULL,
	"people" integer NOT NULL,
	"other_owed" bigint NOT NULL,
	"safeguarded" bigint NOT NULL,
	"at_toss" bigint NOT NULL,
	"root" text NOT NULL,
	"platform_head" text NOT NULL,
	"public_key" text NOT NULL,
	"signature" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "proof_nodes" (
	"day" date NOT NULL,
	"level" smallint NOT NULL,
	"position" integer NOT NULL,
	"sum" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	"user_id" uuid,
	"salt" "bytea",
	"head" "bytea",
	CONSTRAINT "proof_nodes_pkey" PRIMARY KEY("day","level","position"),
	CONSTRAINT "proof_nodes_one_leaf" UNIQUE("day","user_id"),
	CONSTRAINT "proof_nodes_sum" CHECK ("proof_nodes"."sum" >= 0),
	CONSTRAINT "proof_nodes_leaf_whole" CHECK (num_nonnulls("proof_nodes"."user_id", "proof_nodes"."salt", "proof_nodes"."head") = case when "proof_nodes"."level" = 0 then 3 else 0 end)
);
--> statement-breakpoint
ALTER TABLE "proof_nodes" ADD CONSTRAINT "proof_nodes_day_deposit_proofs_day_fk" FOREIGN KEY ("day") REFERENCES "public"."deposit_proofs"("day") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proof_nodes" ADD CONSTRAINT "proof_nodes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint

create trigger deposit_proofs_append_only before update or delete on deposit_proofs for each row execute function refuse_change();
create trigger deposit_proofs_no_truncate before truncate on deposit_proofs for each statement execute function refuse_change();
create trigger proof_nodes_not_edited before update on proof_nodes for each row execute function refuse_change();

grant select, insert on deposit_proofs to pospay_app;
grant select, insert, delete on proof_nodes to pospay_app;
