import { eq, sql } from 'drizzle-orm'
import { bookings } from '@/db/schema/booking'
import { notifications } from '@/db/schema/notification'
import { wallets } from '@/db/schema/ledger'
import { withTx } from '@/db/tx'
import { answerRequest } from '@/lib/booking/answer'
import { book } from '@/lib/booking/book'
import type { BookingRow } from '@/lib/booking/booking'
import { payBooking } from '@/lib/booking/pay'
import { confirmCharge } from '@/lib/charge/confirm'
import type { Ctx } from '@/lib/context'
import { newId } from '@/lib/ids'
import type { Leg } from '@/lib/ledger/movements'
import { post } from '@/lib/ledger/post'
import { readWallet } from '@/lib/ledger/read'
import { addMs, DAY_MS, HOUR_MS, startOfKstDay } from '@/lib/time'
import { newRenter, paidOrder, type Scene } from '../support/scene'
import { newOwner } from '../space/support'

export const newKey = (): string => `key-${newId()}`

/** The KST hour `hour` on the day that comes `days` after today. */
export const hourOf = (ctx: Pick<Ctx, 'now'>, days: number, hour: number): Date =>
  addMs(startOfKstDay(addMs(ctx.now(), days * DAY_MS)), hour * HOUR_MS)

/** A renter with money from a real charge. */
export async function richRenter(scene: Scene, amount: bigint): Promise<string> {
  const { userId } = await newRenter(scene)
  if (amount > 0n) await charge(scene, userId, amount)
  return userId
}

export async function charge(scene: Scene, userId: string, amount: bigint): Promise<void> {
  const { status } = await confirmCharge(scene.ctx, await paidOrder(scene, amount, userId))
  if (status !== 'DONE') throw new Error(`a charge ended as ${status}`)
}

export type Place = { ownerId: string; spaceId: string }

/** Open around the clock, so that only bookings are in the way of bookings. */
export function newPlace(scene: Scene, change: Record<string, string> = {}): Promise<Place> {
  const always = Object.fromEntries(
    [0, 1, 2, 3, 4, 5, 6].flatMap((day) => [
      [`opens${day}`, '0'],
      [`closes${day}`, '24'],
    ]),
  )
  return newOwner(scene, { ...always, hourlyPrice: '10000', ...change })
}

export type Wish = Place & { renterId: string; days?: number; hour?: number; hours?: number }

export function bookHours(
  { ctx }: Pick<Scene, 'ctx'>,
  { spaceId, renterId, days = 10, hour = 10, hours = 2 }: Wish,
): Promise<BookingRow> {
  const startAt = hourOf(ctx, days, hour)
  return book(ctx, { renterId, spaceId, startAt, endAt: addMs(startAt, hours * HOUR_MS) })
}

/** Asked for, and accepted by the owner: waits for its payment without being a hold. */
export async function acceptedBooking(scene: Pick<Scene, 'ctx'>, wish: Wish): Promise<BookingRow> {
  const { id } = await bookHours(scene, wish)
  return answerRequest(scene.ctx, { ownerId: wish.ownerId, bookingId: id, accept: true })
}

export async function rowOf({ db }: Pick<Ctx, 'db'>, bookingId: string): Promise<BookingRow> {
  const [row] = await db.select().from(bookings).where(eq(bookings.id, bookingId))
  return row!
}

/** This world at another time. */
export const at = (ctx: Ctx, now: Date): Ctx => ({ ...ctx, now: () => now })

/** A booking that is paid. */
export async function paidBooking(scene: Pick<Scene, 'ctx'>, wish: Wish): Promise<BookingRow> {
  const { id } = await bookHours(scene, wish)
  await payBooking(scene.ctx, { renterId: wish.renterId, bookingId: id, key: newKey() })
  return rowOf(scene.ctx, id)
}

/** Takes earnings out of the wallet of a paid booking's owner, as a withdrawal does. */
export async function drain({ ctx }: Pick<Scene, 'ctx'>, { id, ownerId }: BookingRow, amount: bigint) {
  const legs: Leg[] = [
    { account: 'withdrawable', user: ownerId, amount: -amount },
    { account: 'pg_receivable', amount },
  ]
  // No invariant ties a release to an amount.
  const movement = { type: 'release' as const, reference: id, occurredAt: ctx.now(), legs }
  await withTx(ctx.db, (tx) => post(tx, ctx, movement))
}

/** What a user has, in won, by kind of wallet; empty ones are left out. */
export async function purse({ ctx }: Pick<Scene, 'ctx'>, userId: string): Promise<Record<string, bigint>> {
  const kept = await ctx.db.select().from(wallets).where(eq(wallets.userId, userId))
  return Object.fromEntries(
    kept.filter(({ balance }) => balance !== 0n).map((each) => [each.kind, each.balance]),
  )
}

/** What we keep of a booking after its refunds: the fee and its VAT. */
export async function keptOf({ ctx }: Pick<Scene, 'ctx'>, bookingId: string): Promise<[bigint, bigint]> {
  const { rows } = await ctx.db.execute<{ supply: string; vat: string }>(sql`
    select coalesce(sum(e.amount) filter (where e.account = 'fee_revenue'), 0)::text as supply,
      coalesce(sum(e.amount) filter (where e.account = 'vat_payable'), 0)::text as vat
    from transactions t join entries e on e.transaction_id = t.id
    where split_part(t.reference, '#', 1) = ${bookingId}`)
  return [BigInt(rows[0]!.supply), BigInt(rows[0]!.vat)]
}

/** How many transactions of a type a booking has. */
export async function countPosted(
  { ctx }: Pick<Scene, 'ctx'>,
  type: string,
  bookingId: string,
): Promise<number> {
  const { rows } = await ctx.db.execute<{ count: number }>(sql`
    select count(*)::int as count from transactions
    where type = ${type} and split_part(reference, '#', 1) = ${bookingId}`)
  return rows[0]!.count
}

/** Who was told what of a booking, in order. */
export async function noticesOf({ db }: Pick<Ctx, 'db'>, bookingId: string): Promise<string[]> {
  const { kind, data } = notifications
  const told = await db
    .select({ kind, data })
    .from(notifications)
    .where(eq(notifications.subject, bookingId))
    .orderBy(notifications.id)
  return told.map((notice) => `${notice.data.to} ${notice.kind}`)
}

export const balanceOf = async ({ ctx }: Pick<Scene, 'ctx'>, userId: string): Promise<bigint> =>
  (await readWallet(ctx, userId)).balance

export const withdrawableOf = async ({ ctx }: Pick<Scene, 'ctx'>, userId: string): Promise<bigint> =>
  (await readWallet(ctx, userId)).withdrawable

/** How a set of attempts ended: `ok`, or the code of the refusal. */
export function tally(results: PromiseSettledResult<unknown>[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const result of results) {
    const name =
      result.status === 'fulfilled'
        ? 'ok'
        : ((result.reason as { code?: string }).code ?? String(result.reason))
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

/** Held bookings straight in the table, an hour each: how bookings are made is another test's matter. */
export async function plantHeld(
  { ctx }: Pick<Scene, 'ctx'>,
  ...wishes: (Wish & { price: bigint })[]
): Promise<BookingRow> {
  const rows = wishes.map((wish) => {
    const startsAt = hourOf(ctx, wish.days!, wish.hour!)
    return {
      id: newId(),
      spaceId: wish.spaceId,
      ownerId: wish.ownerId,
      renterId: wish.renterId,
      startsAt,
      endsAt: addMs(startsAt, HOUR_MS),
      status: 'HELD' as const,
      price: wish.price,
      feeRateBp: 1000,
      refundSteps: [{ daysBefore: 0, percent: 0 }],
      createdAt: ctx.now(),
      expiresAt: addMs(ctx.now(), HOUR_MS),
      updatedAt: ctx.now(),
    }
  })
  const [first] = await ctx.db.insert(bookings).values(rows).returning()
  return first!
}
