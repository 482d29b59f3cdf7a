import { and, eq } from 'drizzle-orm'
import { bookings } from '@/db/schema/booking'
import { bankAccounts, withdrawals, type WithholdingKind } from '@/db/schema/withdrawal'
import { advanceBookings } from '@/lib/booking/advance'
import { cancelBooking } from '@/lib/booking/cancel'
import { payBooking } from '@/lib/booking/pay'
import { releaseEarnings } from '@/lib/booking/release'
import { PosPayError } from '@/lib/errors'
import { keepBook } from '@/lib/jobs/keep-book'
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/time'
import { cancelWithdrawal } from '@/lib/withdrawal/cancel'
import { sendDue } from '@/lib/withdrawal/send-due'
import { newKey, newPlace, plantHeld, richRenter, type Place } from '../booking/support'
import type { Scene } from '../support/scene'
import { ENDING, plantAccount, plantWithholding, request, settled } from '../withdrawal/support'

/** What may become of an owner's money, in tens and with shares of a hundred. */
export type Step =
  | { does: 'earn'; price: number; delayed: boolean; percent: number }
  | { does: 'cancel'; by: 'renter' | 'owner'; nth: number }
  | { does: 'withdraw'; percent: number; ending: keyof typeof ENDING | 'sound' }
  | { does: 'give up' | 'fail late' | 'pay late' }
  | { does: 'tax'; as: WithholdingKind }
  | { does: 'wait'; days: number }

export async function newOwner(scene: Scene): Promise<Place> {
  const place = await newPlace(scene)
  await plantAccount(scene, place.ownerId)
  return place
}

/** Plays the steps one after another; what the product refuses has not happened. */
export async function play(scene: Scene, place: Place, steps: Step[]): Promise<void> {
  for (const step of steps) {
    await playOne(scene, place, step).catch((error: unknown) => {
      if (!(error instanceof PosPayError)) throw error
    })
  }
}

let hour = 0

async function playOne(scene: Scene, place: Place, step: Step): Promise<void> {
  const { ctx, toss } = scene
  switch (step.does) {
    case 'earn': {
      const renterId = await richRenter(scene, BigInt(step.price))
      const when = { days: 3 + Math.floor(++hour / 20), hour: hour % 20 }
      const held = await plantHeld(scene, { ...place, ...when, renterId, price: BigInt(step.price) })
      const refundSteps = [{ daysBefore: 0, percent: step.percent }]
      const releaseAt = step.delayed ? addMs(held.endsAt, DAY_MS) : null
      await ctx.db.update(bookings).set({ refundSteps, releaseAt }).where(eq(bookings.id, held.id))
      await payBooking(ctx, { renterId, bookingId: held.id, key: newKey() })
      return
    }
    case 'cancel': {
      const paid = await ctx.db
        .select()
        .from(bookings)
        .where(and(eq(bookings.ownerId, place.ownerId), eq(bookings.status, 'CONFIRMED')))
      const booking = paid[step.nth % paid.length]
      if (!booking) return
      // Beyond the time in which a renter's change of mind costs nothing.
      await toss.advance(3 * HOUR_MS)
      const userId = step.by === 'owner' ? booking.ownerId : booking.renterId
      await cancelBooking(ctx, { userId, bookingId: booking.id, key: newKey() })
      return
    }
    case 'withdraw': {
      await switchAccount(scene, place.ownerId, step.ending === 'sound' ? '1234' : ENDING[step.ending])
      const { rows } = await ctx.db.execute<{ balance: string }>(
        `select balance from wallets where user_id = '${place.ownerId}' and kind = 'withdrawable'`,
      )
      const amount = (BigInt(rows[0]!.balance) * BigInt(step.percent)) / 100n
      const { id } = await request(scene, place.ownerId, amount)
      if (step.ending !== 'stuck') await settled(scene, id)
      return
    }
    case 'give up':
      for (const { id } of await withdrawalsOf(scene, place, 'REQUESTED')) {
        await cancelWithdrawal(ctx, { userId: place.ownerId, withdrawalId: id })
      }
      return
    case 'fail late':
    case 'pay late': {
      const [from, to] = step.does === 'pay late' ? ['FAILED', 'COMPLETED'] : ['COMPLETED', 'FAILED']
      const [last] = (await withdrawalsOf(scene, place, from as 'FAILED')).slice(-1)
      if (!last?.nextCheckAt) return
      await toss.changeTransfer(last.id, to as 'FAILED')
      await toss.advance(HOUR_MS + MINUTE_MS)
      await sendDue(ctx)
      return
    }
    case 'tax':
      return plantWithholding(scene, place.ownerId, step.as)
    case 'wait':
      await toss.advance(step.days * DAY_MS)
      await advanceBookings(ctx)
      await releaseEarnings(ctx)
      await sendDue(ctx)
      await keepBook(ctx)
  }
}

const withdrawalsOf = ({ ctx }: Scene, { ownerId }: Place, status: 'REQUESTED' | 'FAILED' | 'COMPLETED') =>
  ctx.db
    .select()
    .from(withdrawals)
    .where(and(eq(withdrawals.userId, ownerId), eq(withdrawals.status, status)))
    .orderBy(withdrawals.id)

/** The same account under another number: what the bank makes of a transfer goes by its ending. */
async function switchAccount({ ctx }: Scene, userId: string, ending: string): Promise<void> {
  const numberSealed = ctx.sealer.seal(`123456789${ending}`)
  await ctx.db.update(bankAccounts).set({ numberSealed }).where(eq(bankAccounts.userId, userId))
}
