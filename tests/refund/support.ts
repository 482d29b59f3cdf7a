import { eq } from 'drizzle-orm'
import { chargeRefunds } from '@/db/schema/refund'
import { payBooking } from '@/lib/booking/pay'
import { confirmCharge } from '@/lib/charge/confirm'
import { createOrder } from '@/lib/charge/create-order'
import type { Ctx } from '@/lib/context'
import { recoverRefunds } from '@/lib/refund/recover'
import type { Refund, RefundRow } from '@/lib/refund/refund'
import { refundCharges } from '@/lib/refund/refund-charges'
import { SECOND_MS } from '@/lib/time'
import { newKey, newPlace, plantHeld } from '../booking/support'
import { newRenter, type Scene } from '../support/scene'

export { newKey }

export const CANCEL = 'POST /v1/payments/*/cancel'

export type Charged = { userId: string; orderId: string; paymentKey: string; amount: bigint }

/** A charge that has arrived, of a new user unless one is named. */
export async function charged(
  scene: Scene,
  amount: bigint,
  { user, method = 'CARD' }: { user?: string; method?: string } = {},
): Promise<Charged> {
  const userId = user ?? (await newRenter(scene)).userId
  const { orderId } = await createOrder(scene.ctx, { userId, amount })
  const paymentKey = await scene.toss.authenticate(orderId, amount, method)
  const { status } = await confirmCharge(scene.ctx, { userId, orderId, paymentKey, amount })
  if (status !== 'DONE') throw new Error(`a charge ended as ${status}`)
  return { userId, orderId, paymentKey, amount }
}

let days = 1

/** Pays a booking of this price from the wallet; answers its id. */
export async function spend(scene: Scene, renterId: string, price: bigint): Promise<string> {
  const place = await newPlace(scene)
  const { id } = await plantHeld(scene, { ...place, renterId, price, days: days++, hour: 10 })
  await payBooking(scene.ctx, { renterId, bookingId: id, key: newKey() })
  return id
}

/** Asks for part of one charge. */
export async function refund(
  { ctx }: Pick<Scene, 'ctx'>,
  { userId, orderId }: Pick<Charged, 'userId' | 'orderId'>,
  amount: bigint,
  key = newKey(),
): Promise<Refund> {
  const [made] = await refundCharges(ctx, { userId, parts: [{ orderId, amount }], key })
  return made!
}

export async function refundRow({ db }: Pick<Ctx, 'db'>, refundId: string): Promise<RefundRow> {
  const [row] = await db.select().from(chargeRefunds).where(eq(chargeRefunds.id, refundId))
  return row!
}

/** The job's turns of a while, as the clock goes on. */
export async function recoverFor({ ctx, toss }: Scene, seconds: number): Promise<void> {
  for (let passed = 0; passed < seconds; passed += 10) {
    await toss.advance(10 * SECOND_MS)
    await recoverRefunds(ctx)
  }
}
