-- Notices with their mail, the mailbox of an environment without a mail server, and links to set a new password.
-- Why: a notice is written in the tx that makes it true, and the row is its own outbox, so that a crash between COMMIT
-- and the mail loses nothing. Told once per user, kind and subject.
-- Locks: users for a moment, for the references; every table is new.

CREATE TABLE "password_resets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "password_resets_token_once" UNIQUE("token_hash"),
	CONSTRAINT "password_resets_hash_shape" CHECK ("password_resets"."token_hash" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "password_resets_life" CHECK ("password_resets"."expires_at" > "password_resets"."created_at")
);
--> statement-breakpoint
CREATE TABLE "mailbox" (
	"id" uuid PRIMARY KEY NOT NULL,
	"recipient" text NOT NULL,
	"subject" text NOT NULL,
	"text" text NOT NULL,
	"html" text NOT NULL,
	"sent_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notifications" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"data" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"read_at" timestamp with time zone,
	"mail_due_at" timestamp with time zone,
	"mailed_at" timestamp with time zone,
	"mail_attempts" smallint DEFAULT 0 NOT NULL,
	CONSTRAINT "notifications_once" UNIQUE("user_id","kind","subject"),
	CONSTRAINT "notifications_kind" CHECK ("notifications"."kind" in ('booking.requested', 'booking.accepted', 'booking.declined', 'booking.confirmed', 'booking.sold', 'booking.canceled', 'booking.expired', 'charge.kept', 'login.new', 'password.changed', 'password.reset', 'email.taken')),
	CONSTRAINT "notifications_subject_length" CHECK (length("notifications"."subject") between 1 and 200),
	CONSTRAINT "notifications_data_object" CHECK (jsonb_typeof("notifications"."data") = 'object'),
	CONSTRAINT "notifications_mailed_is_not_due" CHECK ("notifications"."mailed_at" is null or "notifications"."mail_due_at" is null),
	CONSTRAINT "notifications_attempts" CHECK ("notifications"."mail_attempts" >= 0)
);
--> statement-breakpoint
ALTER TABLE "password_resets" ADD CONSTRAINT "password_resets_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "password_resets_open" ON "password_resets" USING btree ("user_id") WHERE "password_resets"."used_at" is null;--> statement-breakpoint
CREATE INDEX "mailbox_recipient" ON "mailbox" USING btree ("recipient","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "notifications_user" ON "notifications" USING btree ("user_id","id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "notifications_unread" ON "notifications" USING btree ("user_id") WHERE "notifications"."read_at" is null;--> statement-breakpoint
CREATE INDEX "notifications_mail_due" ON "notifications" USING btree ("mail_due_at") WHERE "notifications"."mail_due_at" is not null;
--> statement-breakpoint
grant select, insert, update on notifications, password_resets to pospay_app;
--> statement-breakpoint
grant select, insert on mailbox to pospay_app;
