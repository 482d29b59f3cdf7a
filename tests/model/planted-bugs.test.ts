import { randomInt, randomUUID } from 'node:crypto'
import { eq, like } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { orders } from '@/db/schema/charge'
import { transactions } from '@/db/schema/ledger'
import { withTx } from '@/db/tx'
import { PosPayError } from '@/lib/errors'
import { charge } from '@/lib/ledger/movements'
import { post } from '@/lib/ledger/post'
import { explore } from './explore'
import type { Kind } from './kind'
import { kindsOf } from './kinds'
import { confirm } from './kinds/confirm'
import { createOrder } from './kinds/create-order'
import { postAtOnce } from './kinds/post'
import { recover } from './kinds/time'
import { PRODUCT, type Product } from './world'

/** Far less than a slice of the real run, of the parts that the bug is in. */
const WORLDS = 40
const SEEDS = 400

const creditsTwice: Product['confirmCharge'] = async (ctx, input) => {
  const order = await PRODUCT.confirmCharge(ctx, input)
  if (order.status !== 'DONE') return order
  const { orderId, amount } = order
  const again = charge({ user: input.userId, orderId, amount, occurredAt: ctx.now() })
  await withTx(ctx.db, (tx) => post(tx, ctx, { ...again, reference: `${orderId}#2` }))
  return order
}

const capOffByOne: Product['createOrder'] = async (ctx, input) => {
  try {
    return await PRODUCT.createOrder(ctx, input)
  } catch (error) {
    if (!(error instanceof PosPayError) || error.code !== 'LIMIT_EXCEEDED') throw error
    const order = await PRODUCT.createOrder(ctx, { ...input, amount: input.amount - 1n })
    await ctx.db.update(orders).set({ amount: input.amount }).where(eq(orders.id, order.orderId))
    return { ...order, amount: input.amount }
  }
}

/** Right for as long as nobody else posts between the question and the answer. */
const asksBeforePosting: Product['post'] = async (ctx, movements) => {
  const names = new Map<string, string>()
  for (const { reference } of movements) {
    const [known] = await ctx.db
      .select({ name: transactions.reference })
      .from(transactions)
      .where(like(transactions.reference, `${reference}%`))
    names.set(reference, known?.name ?? names.get(reference) ?? `${reference}-${randomUUID()}`)
  }
  return PRODUCT.post(
    ctx,
    movements.map((movement) => ({ ...movement, reference: names.get(movement.reference)! })),
  )
}

const forgetsToLook: Product['recoverCharges'] = async (ctx) => {
  const looked = await PRODUCT.recoverCharges(ctx)
  // An unknown outcome is taken for a failure.
  await ctx.db.update(orders).set({ status: 'FAILED' }).where(eq(orders.status, 'CONFIRMING'))
  return looked
}

test.each<[string, Partial<Product>, Kind]>([
  ['a settlement that credits twice', { confirmCharge: creditsTwice }, confirm],
  ['a cap that is off by one won', { createOrder: capOffByOne }, createOrder],
  ['a post that asks before it inserts', { post: asksBeforePosting }, postAtOnce],
  ['a job that takes unknown for failed', { recoverCharges: forgetsToLook }, recover],
])('%s is found', async (_, planted, where) => {
  const first = randomInt(2 ** 31 - SEEDS)
  const seeds = Array.from({ length: SEEDS }, (_, nth) => first + nth)
  const worlds = seeds.filter((seed) => kindsOf(seed).includes(where)).slice(0, WORLDS)
  const search = async () => {
    for (const seed of worlds) await explore({ seed, planted, shrink: false })
  }
  await expect(search()).rejects.toThrow(/^npm test -- --only model --seed \d+ --path/)
})
