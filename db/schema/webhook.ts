import { sql } from 'drizzle-orm'
import { check, index, pgTable, smallint, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core'

/**
 * `pending`: to be looked at. `applied`: Toss was asked after it came, and what it said is done. `ignored` and
 * `rejected` never ask Toss.
 */
export const WEBHOOK_STATES = ['pending', 'applied', 'ignored', 'rejected'] as const

export type WebhookState = (typeof WEBHOOK_STATES)[number]

const at = (name: string) => timestamp(name, { withTimezone: true })
const listed = (states: readonly string[]) => sql.raw(states.map((state) => `'${state}'`).join(', '))

/** What came in at the webhook's address, one row for each of Toss's transmissions: true or forged, and never believed. */
export const webhookEvents = pgTable(
  'webhook_events',
  {
    /** Time-ordered. */
    id: uuid().primaryKey(),
    /** Toss's id of the transmission, the same over its retries; the body's hash where there is none. */
    transmissionId: text('transmission_id').notNull(),
    /** Toss's eventType; DEPOSIT_CALLBACK for the one without, null for what is not readable. */
    event: text(),
    /** Toss's own id of the event, where it has one. */
    eventId: text('event_id'),
    /** What it says it is about. Anybody can say anything: no foreign key. */
    orderId: text('order_id'),
    /** Toss's id of the payout or seller that it says it is about. */
    entityId: text('entity_id'),
    /** As it came, encrypted: it holds keys, secrets and whatever else a sender likes. */
    bodySealed: text('body_sealed').notNull(),
    state: text({ enum: WEBHOOK_STATES }).notNull(),
    /** Why it is ignored or rejected. */
    reason: text(),
    receivedAt: at('received_at').notNull(),
    /** When the job may next take it up; null when there is nothing to do. */
    dueAt: at('due_at'),
    /** How often Toss was asked in vain: sets the back-off. */
    attempts: smallint().notNull().default(0),
    appliedAt: at('applied_at'),
  },
  (table) => [
    unique('webhook_events_once').on(table.transmissionId),
    index('webhook_events_due')
      .on(table.dueAt)
      .where(sql`${table.dueAt} is not null`),
    index('webhook_events_order')
      .on(table.orderId)
      .where(sql`${table.orderId} is not null`),
    index('webhook_events_entity')
      .on(table.entityId)
      .where(sql`${table.entityId} is not null`),
    index('webhook_events_received').on(table.receivedAt),
    check('webhook_events_state', sql`${table.state} in (${listed(WEBHOOK_STATES)})`),
    check('webhook_events_pending_is_due', sql`(${table.state} = 'pending') = (${table.dueAt} is not null)`),
    check('webhook_events_applied_at', sql`(${table.state} = 'applied') = (${table.appliedAt} is not null)`),
  ],
)
