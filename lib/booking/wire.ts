import { z } from 'zod'
import { BOOKING_STATUSES } from '@/db/schema/booking'
import { endpoint } from '@/lib/endpoint'
import { daySchema, instant, pageOf, pageQuery, won } from '@/lib/wire'

/** A body that says nothing, spelled out: nothing of it is ever used. */
const emptyBody = z.strictObject({})

const refundPolicy = z.array(z.object({ until: instant, percent: z.int() }))

const bookingShape = z.object({
  bookingId: z.string(),
  spaceId: z.string(),
  startAt: instant,
  endAt: instant,
  status: z.enum(BOOKING_STATUSES),
  price: won,
  paidAt: instant.nullable(),
  refunded: won,
  refundNow: won,
  refundPolicy,
})

export const book = endpoint({
  method: 'POST',
  path: '/bookings',
  summary: 'Book hours of a space: held until it is paid, or requested where the owner has to agree',
  login: true,
  idempotent: 'once',
  body: z.strictObject({ spaceId: z.string().max(64), startAt: instant, endAt: instant }),
  answers: {
    201: z.object({
      bookingId: z.string(),
      status: z.enum(BOOKING_STATUSES),
      price: won,
      expiresAt: instant,
      refundPolicy,
    }),
  },
  refusals: [
    'NOT_FOUND',
    'SELF_PAYMENT',
    'SPACE_UNAVAILABLE',
    'SLOT_TAKEN',
    'LIMIT_EXCEEDED',
    'ACCOUNT_FROZEN',
  ],
})

export const listBookings = endpoint({
  method: 'GET',
  path: '/bookings',
  summary: "One's own bookings as a renter, newest first",
  login: true,
  query: z.object(pageQuery),
  answers: { 200: pageOf(bookingShape) },
})

export const getBooking = endpoint({
  method: 'GET',
  path: '/bookings/{bookingId}',
  summary: 'Where a booking stands, to its renter and its owner',
  login: true,
  answers: { 200: bookingShape },
})

export const payBooking = endpoint({
  method: 'POST',
  path: '/bookings/{bookingId}/pay',
  summary: 'Pay for a booking from the wallet',
  login: true,
  idempotent: 'by itself',
  body: emptyBody,
  answers: { 200: z.object({ status: z.literal('CONFIRMED'), transactionId: z.string(), balance: won }) },
  refusals: [
    'HOLD_EXPIRED',
    'INSUFFICIENT_BALANCE',
    'DEBT_OUTSTANDING',
    'ACCOUNT_FROZEN',
    'SPACE_UNAVAILABLE',
    'STATE_CONFLICT',
  ],
})

export const cancelBooking = endpoint({
  method: 'POST',
  path: '/bookings/{bookingId}/cancel',
  summary: 'Cancel a booking, with the refund that its policy gives now',
  login: true,
  idempotent: 'by itself',
  body: emptyBody,
  answers: { 200: z.object({ status: z.literal('CANCELED'), refunded: won }) },
  refusals: ['HOLD_EXPIRED', 'STATE_CONFLICT'],
})

const earned = { gross: won, fee: won, net: won }

export const getEarnings = endpoint({
  method: 'GET',
  path: '/owner/earnings',
  summary:
    'What an owner earned on each of at most 366 days of Korean time, after refunds; what the wallet holds now',
  login: true,
  query: z.object({ from: daySchema, to: daySchema }),
  answers: {
    200: z.object({
      ...earned,
      pending: won,
      withdrawable: won,
      days: z.array(z.object({ date: z.iso.date(), ...earned })),
    }),
  },
})
