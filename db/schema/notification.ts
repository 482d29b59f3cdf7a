import { sql } from 'drizzle-orm'
import { check, index, jsonb, pgTable, smallint, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core'
import { users } from './identity'

/** What a user is told about. Each has its words in `lib/notification/words.ts`. */
export const NOTICE_KINDS = [
  'booking.requested',
  'booking.accepted',
  'booking.declined',
  'booking.confirmed',
  'booking.sold',
  'booking.canceled',
  'booking.expired',
  'charge.kept',
  'charge.deposited',
  'charge.expired',
  'charge.reversed',
  'charge_refund.done',
  'charge_refund.failed',
  'auto_topup.on',
  'auto_topup.off',
  'auto_topup.done',
  'auto_topup.failed',
  'auto_topup.paused',
  'auto_topup.capped',
  'bank_account.verified',
  'withdrawal.completed',
  'withdrawal.failed',
  'withdrawal.returned',
  'withdrawal.canceled',
  'withdrawal.skipped',
  'withdrawal.waits',
  'withholding.set',
  'payee.changed',
  'account.frozen',
  'account.unfrozen',
  'case.opened',
  'case.answered',
  'login.new',
  'second_factor.on',
  'second_factor.off',
  'second_factor.recovered',
  'password.changed',
  'password.reset',
  'email.taken',
  'terms.changing',
] as const

export type NoticeKind = (typeof NOTICE_KINDS)[number]

const at = (name: string) => timestamp(name, { withTimezone: true })
const listed = (kinds: readonly string[]) => sql.raw(kinds.map((kind) => `'${kind}'`).join(', '))

/** One thing that a user is told, in the app and by mail: the row is its own outbox. */
export const notifications = pgTable(
  'notifications',
  {
    /** Time-ordered: the newest notice has the greatest. */
    id: uuid().primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    kind: text({ enum: NOTICE_KINDS }).notNull(),
    /** What it is about, such as a booking's id: told once per user and kind, however often a flow repeats. */
    subject: text().notNull(),
    /** The strings that its words need. */
    data: jsonb().$type<Record<string, string>>().notNull(),
    createdAt: at('created_at').notNull(),
    readAt: at('read_at'),
    /** When the job may next try to mail it; a claim moves it forward. Null when nothing is to be mailed (any more). */
    mailDueAt: at('mail_due_at'),
    mailedAt: at('mailed_at'),
    /** How often a mail was begun: sets the back-off, and ends it. */
    mailAttempts: smallint('mail_attempts').notNull().default(0),
  },
  (table) => [
    unique('notifications_once').on(table.userId, table.kind, table.subject),
    index('notifications_user').on(table.userId, table.id.desc()),
    index('notifications_unread')
      .on(table.userId)
      .where(sql`${table.readAt} is null`),
    index('notifications_mail_due')
      .on(table.mailDueAt)
      .where(sql`${table.mailDueAt} is not null`),
    check('notifications_kind', sql`${table.kind} in (${listed(NOTICE_KINDS)})`),
    check('notifications_subject_length', sql`length(${table.subject}) between 1 and 200`),
    check('notifications_data_object', sql`jsonb_typeof(${table.data}) = 'object'`),
    check('notifications_mailed_is_not_due', sql`${table.mailedAt} is null or ${table.mailDueAt} is null`),
    check('notifications_attempts', sql`${table.mailAttempts} >= 0`),
  ],
)

/** Mail that was sent where no mail server is set: read at /mailbox. Never used in production. */
export const mailbox = pgTable(
  'mailbox',
  {
    id: uuid().primaryKey(),
    recipient: text().notNull(),
    subject: text().notNull(),
    text: text().notNull(),
    html: text().notNull(),
    sentAt: at('sent_at').notNull(),
  },
  (table) => [index('mailbox_recipient').on(table.recipient, table.id.desc())],
)
