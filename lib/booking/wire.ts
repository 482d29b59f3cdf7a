import { z } from 'zod'
import { toJsonAmount } from '@/lib/money'
import type { RefundStretch } from '@/lib/policy/refund'
import { toKstIso } from '@/lib/time'
import type { Booking } from './read'

/** An instant with its offset; the answers' own times fit. */
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text))

export const bookBody = z.strictObject({ spaceId: z.string().max(64), startAt: instant, endAt: instant })

/** A body that says nothing, spelled out: nothing of it is ever used. */
export const emptyBody = z.strictObject({})

/** What a booking answers when it was just made. */
export function heldToWire(booking: Booking) {
  return {
    bookingId: booking.bookingId,
    status: booking.status,
    price: toJsonAmount(booking.price),
    expiresAt: toKstIso(booking.expiresAt),
    refundPolicy: booking.refundPolicy.map(stretchToWire),
  }
}

export function bookingToWire(booking: Booking) {
  return {
    bookingId: booking.bookingId,
    spaceId: booking.spaceId,
    startAt: toKstIso(booking.startAt),
    endAt: toKstIso(booking.endAt),
    status: booking.status,
    price: toJsonAmount(booking.price),
    paidAt: booking.paidAt && toKstIso(booking.paidAt),
    refunded: toJsonAmount(booking.refunded),
    refundNow: toJsonAmount(booking.refundNow),
    refundPolicy: booking.refundPolicy.map(stretchToWire),
  }
}

function stretchToWire({ until, percent }: RefundStretch) {
  return { until: toKstIso(until), percent }
}
