import { eq } from 'drizzle-orm'
import { orders } from '@/db/schema/charge'
import { withTx } from '@/db/tx'
import { claimOrder } from '@/lib/charge/claim'
import { createOrder } from '@/lib/charge/create-order'
import { recoverCharges } from '@/lib/charge/recover'
import { resolveByConfirm, resolveByQuery } from '@/lib/charge/resolve'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { deposit, ledgerPost, request, reversal, transfer, type Leg } from '../support/roles'
import { paymentKeyOf, type OrderName, type Table } from './table'

/** Something that somebody does with money. What it answers must be what some serial order answers. */
export type Command = { name: string; run(ctx: Ctx, table: Table): Promise<string> }

const ORDERED = 40_000n

const create: Command = {
  name: 'create-order',
  // Advice only: it reads without a lock, and confirm asks again.
  run: (ctx, { A }) => refusals(createOrder(ctx, { userId: A, amount: ORDERED })).then(() => 'advice'),
}

/** As `confirmCharge` does it, without its wait for somebody else's result. */
const confirm = (name: OrderName): Command => ({
  name: `confirm-${name}`,
  async run(ctx, { A, orders }) {
    const orderId = orders[name]
    const input = { userId: A, orderId, paymentKey: paymentKeyOf(orderId), amount: ORDERED }
    const claim = await refusals(claimOrder(ctx, input))
    if (typeof claim === 'string') return claim
    if (!claim.claimed) return "somebody else's"
    return (await resolveByConfirm(ctx, claim.order)).status
  },
})

/** What the job does with an order, and a webhook: a look at Toss, and what follows from it. */
const look = (name: OrderName): Command => ({
  name: `look-at-${name}`,
  async run(ctx, table) {
    const [order] = await ctx.db.select().from(orders).where(eq(orders.id, table.orders[name]))
    await resolveByQuery(ctx, order!)
    return 'looked' // also where somebody else's question is on its way, and its answer decides
  },
})

/** The job, for which Z is due. */
export const recover: Command = { name: 'recover', run: (ctx) => recoverCharges(ctx).then(() => 'looked') }

type Posting = { legs: Leg[]; reference?: string; type?: string }

/** Postings in one call and one tx, as any flow posts them. */
const post = (name: string, postings: (table: Table) => Posting[]): Command => ({
  name,
  async run(ctx, table) {
    const requests = postings(table).map(({ legs, reference, type = 'charge' }, n) => {
      const own = `${table.id}-${name}-${ctx.requestId}-${n}`
      return request(legs, { type, reference: reference ?? own, order_id: table.orders.X })
    })
    const verdicts = await withTx(ctx.db, ({ $client }) => ledgerPost($client, ...requests))
    return verdicts.map(({ verdict }) => verdict).join(' ')
  },
})
const bank = (user: string, amount: bigint): Leg[] => [
  { account: 'balance', user, amount: -amount },
  { account: 'safeguarded_bank', amount },
]
const pay = (renter: string, owner: string, amount: bigint): Leg[] => [
  { account: 'balance', user: renter, amount: -amount },
  { account: 'withdrawable', user: owner, amount: amount - 11n, overflow: ['earnings_debt', 'charge_debt'] },
  { account: 'fee_revenue', amount: 10n },
  { account: 'vat_payable', amount: 1n },
]
const aside: Leg[] = [
  { account: 'pg_receivable', amount: -5n },
  { account: 'suspense', amount: 5n },
]

/** Every command that the explorer plays against every other. A new flow adds its own here. */
export const COMMANDS: Command[] = [
  create,
  confirm('X'),
  confirm('Y'),
  look('Z'),
  look('V'),
  recover,
  post('deposit-A', ({ id, A }) => [{ legs: deposit(A, 1_000n), reference: `${id}-one` }]),
  post('same-reference-B', ({ id, B }) => [{ legs: deposit(B, 1_000n), reference: `${id}-one` }]),
  post('drain-A', ({ A }) => [{ legs: bank(A, 20_000n) }]),
  post('reverse-A', ({ A }) => [{ legs: reversal(A, 45_000n) }]),
  post('transfer-A-B', ({ A, B }) => [{ legs: transfer(A, B, 12_000n) }]),
  post('transfer-B-A', ({ A, B }) => [{ legs: transfer(B, A, 12_000n) }]),
  post('pay-A-B', ({ A, B }) => [{ legs: pay(A, B, 15_000n) }]),
  post('no-wallet', ({ id }) => [{ legs: aside, reference: `${id}-aside`, type: 'suspense_in' }]),
  post('set-A-then-B', ({ A, B }) => [
    { legs: pay(A, B, 9_000n) },
    { legs: bank(A, 1_000_000n) },
    { legs: deposit(B, 300n) },
  ]),
  post('set-B-then-A', ({ A, B }) => [{ legs: pay(B, A, 9_000n) }, { legs: deposit(A, 300n) }]),
]

async function refusals<T>(work: Promise<T>): Promise<T | string> {
  return work.catch((error: unknown) => {
    if (error instanceof PosPayError) return error.code
    throw error
  })
}
