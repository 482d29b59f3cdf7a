import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  smallint,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { orders } from './charge'
import { users } from './identity'
import { spaces } from './space'

export const BOOKING_STATUSES = [
  'REQUESTED',
  'DECLINED',
  'HELD',
  'CONFIRMED',
  'COMPLETED',
  'CANCELED',
  'EXPIRED',
] as const
export type BookingStatus = (typeof BOOKING_STATUSES)[number]

/** While a booking is one of these, nobody else can have its time: the constraint `bookings_no_overlap`. */
export const OCCUPYING = ['REQUESTED', 'HELD', 'CONFIRMED', 'COMPLETED'] as const satisfies BookingStatus[]

export const CANCELERS = ['renter', 'owner', 'operator'] as const
export type Canceler = (typeof CANCELERS)[number]

const at = (name: string) => timestamp(name, { withTimezone: true })
const won = (name: string) => bigint(name, { mode: 'bigint' })
const listed = (codes: readonly string[]) => sql.raw(codes.map((code) => `'${code}'`).join(', '))

/**
 * A space for one renter in one stretch of whole hours, half-open. What it costs and under which rules is decided when
 * it is made and never again. Paid exactly when the ledger has its `payment`.
 */
export const bookings = pgTable(
  'bookings',
  {
    /** In the order of making. */
    id: uuid().primaryKey(),
    spaceId: uuid('space_id')
      .notNull()
      .references(() => spaces.id, { onDelete: 'restrict' }),
    /** Who earns: the space's owner at that time. */
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    renterId: uuid('renter_id')
      .notNull()
      .references(() => users.id, { onDelete: 'restrict' }),
    startsAt: at('starts_at').notNull(),
    endsAt: at('ends_at').notNull(),
    status: text({ enum: BOOKING_STATUSES }).notNull(),
    /** The Idempotency-Key with which it was made. */
    requestKey: text('request_key'),
    /** Won, everything included. */
    price: won('price').notNull(),
    /** What the platform keeps of the price, VAT included, in basis points. */
    feeRateBp: integer('fee_rate_bp').notNull(),
    /** The owner's refund steps. */
    refundSteps: jsonb('refund_steps').$type<{ daysBefore: number; percent: number }[]>().notNull(),
    /** When the owner's earnings become withdrawable. Null: at once on payment. */
    releaseAt: at('release_at'),
    createdAt: at('created_at').notNull(),
    /** Until when it waits for the owner's answer or for the payment. */
    expiresAt: at('expires_at').notNull(),
    /** When the owner said yes; null for spaces that are booked at once. */
    acceptedAt: at('accepted_at'),
    /** The charge that is to pay for it as soon as its money is there. */
    orderId: text('order_id').references(() => orders.id, { onDelete: 'restrict' }),
    /** When that charge had ended and the booking was paid from it, or could not be. */
    orderSettledAt: at('order_settled_at'),
    paidAt: at('paid_at'),
    /** The Idempotency-Key of the payment: with it, a repeat is told from another attempt. */
    payKey: text('pay_key'),
    canceledAt: at('canceled_at'),
    canceledBy: text('canceled_by', { enum: CANCELERS }),
    /** The Idempotency-Key of the cancellation. */
    cancelKey: text('cancel_key'),
    /** Won that went back to the renter so far, in so many refunds. */
    refunded: won('refunded')
      .notNull()
      .default(sql`0`),
    refunds: smallint().notNull().default(0),
    /** When what was left of the earnings became withdrawable; only under a settlement delay. */
    releasedAt: at('released_at'),
    updatedAt: at('updated_at').notNull(),
  },
  (table) => [
    unique('bookings_request_key_once').on(table.renterId, table.requestKey),
    uniqueIndex('bookings_order_once')
      .on(table.orderId)
      .where(sql`${table.orderId} is not null`),
    index('bookings_renter').on(table.renterId, table.id),
    index('bookings_owner').on(table.ownerId, table.id),
    index('bookings_lapsing')
      .on(table.expiresAt)
      .where(sql`${table.status} in ('REQUESTED', 'HELD')`),
    index('bookings_running')
      .on(table.endsAt)
      .where(sql`${table.status} = 'CONFIRMED'`),
    index('bookings_unreleased')
      .on(table.releaseAt)
      .where(
        sql`${table.paidAt} is not null and ${table.releaseAt} is not null and ${table.releasedAt} is null`,
      ),
    index('bookings_charging')
      .on(table.orderId)
      .where(sql`${table.orderId} is not null and ${table.orderSettledAt} is null`),
    check('bookings_status', sql`${table.status} in (${listed(BOOKING_STATUSES)})`),
    check('bookings_canceled_by', sql`${table.canceledBy} in (${listed(CANCELERS)})`),
    check('bookings_not_own_space', sql`${table.renterId} <> ${table.ownerId}`),
    check(
      'bookings_whole_hours',
      sql`${table.endsAt} > ${table.startsAt} and ${table.endsAt} <= ${table.startsAt} + interval '24 hours'
        and mod(extract(epoch from ${table.startsAt}), 3600) = 0 and mod(extract(epoch from ${table.endsAt}), 3600) = 0`,
    ),
    check('bookings_price_positive', sql`${table.price} > 0`),
    check('bookings_fee_rate_range', sql`${table.feeRateBp} between 0 and 10000`),
    check('bookings_release_after_use', sql`${table.releaseAt} >= ${table.endsAt}`),
    check(
      'bookings_paid_by_state',
      sql`case when ${table.status} in ('CONFIRMED', 'COMPLETED') then ${table.paidAt} is not null
        when ${table.status} = 'CANCELED' then true else ${table.paidAt} is null end`,
    ),
    check(
      'bookings_canceled_whole',
      sql`(${table.status} = 'CANCELED') = (${table.canceledAt} is not null)
        and (${table.canceledAt} is null) = (${table.canceledBy} is null)`,
    ),
    check(
      'bookings_refund_within_payment',
      sql`${table.refunded} between 0 and ${table.price} and (${table.refunded} = 0 or ${table.paidAt} is not null)
        and (${table.refunded} = 0) = (${table.refunds} = 0)`,
    ),
    check(
      'bookings_released_once_due',
      sql`${table.releasedAt} is null or (${table.paidAt} is not null and ${table.releaseAt} is not null and ${table.releasedAt} >= ${table.releaseAt})`,
    ),
  ],
)

/**
 * Payments whose two sides have yet to be told: written with the payment, emptied by a job. Without a foreign key, whose
 * check would lock the booking once more.
 */
export const untoldPayments = pgTable('untold_payments', { bookingId: uuid('booking_id').primaryKey() })
