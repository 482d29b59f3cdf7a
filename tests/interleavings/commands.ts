import { eq } from 'drizzle-orm'
import { orders } from '@/db/schema/charge'
import { withTx } from '@/db/tx'
import { approveAdjustment, rejectAdjustment } from '@/lib/adjustment/decide'
import { book } from '@/lib/booking/book'
import { cancelBooking } from '@/lib/booking/cancel'
import { expireLapsed } from '@/lib/booking/expire'
import { payTogether } from '@/lib/booking/pay'
import { releaseEarnings } from '@/lib/booking/release'
import { reviveHold } from '@/lib/booking/revive'
import { turnOffAutoTopUp } from '@/lib/charge/auto-topup/turn-off'
import { claimOrder, claimRun } from '@/lib/charge/claim'
import { createOrder } from '@/lib/charge/create-order'
import { recoverCharges } from '@/lib/charge/recover'
import { resolveByConfirm, resolveByQuery } from '@/lib/charge/resolve'
import type { Ctx } from '@/lib/context'
import { chargeRefunds } from '@/db/schema/refund'
import { withdrawals } from '@/db/schema/withdrawal'
import { PosPayError } from '@/lib/errors'
import { rollUp } from '@/lib/ledger/days'
import { payment, type Leg, type Movement } from '@/lib/ledger/movements'
import { post as postOne, postSet } from '@/lib/ledger/post'
import { splitFee } from '@/lib/money'
import { requestRefunds } from '@/lib/refund/request'
import { resolveRefund } from '@/lib/refund/resolve'
import { settlePayouts } from '@/lib/settlement/settle'
import { cancelWithdrawal } from '@/lib/withdrawal/cancel'
import { requestWithdrawal } from '@/lib/withdrawal/request'
import { resolveWithdrawal } from '@/lib/withdrawal/resolve'
import { followPayoutHint } from '@/lib/withdrawal/toss/hint'
import { FUNDS, hourOf, paymentKeyOf, type BookingName, type OrderName, type Table } from './table'
import { payoutIdOf, type CarriedName } from './payouts'
import type { WithdrawalName } from './withdrawals'

/** Something that somebody does with money. What it answers must be what some serial order answers. */
export type Command = {
  name: string
  /** A job, for which something on the table is due. */
  takesUpWhatIsDue?: boolean
  run(ctx: Ctx, table: Table): Promise<string>
}

const ORDERED = 40_000n

const create: Command = {
  name: 'create-order',
  // Advice only: it reads without a lock, and confirm asks again.
  run: (ctx, { A }) => refusals(createOrder(ctx, { userId: A, amount: ORDERED })).then(() => 'advice'),
}

/** As `confirmCharge` does it, without its wait for somebody else's result. */
export const confirm = (name: OrderName): Command => ({
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

/**
 * As `executeRun` does it, without its wait for Toss, and with a look at Toss between: what was claimed is no promise,
 * whether the card is charged is decided anew.
 */
const runT: Command = {
  name: 'run-T',
  async run(ctx, table) {
    const [order] = await ctx.db.select().from(orders).where(eq(orders.id, table.orders.T))
    const claim = await refusals(claimRun(ctx, order!))
    if (typeof claim === 'string') return claim
    if (!claim.claimed) return "somebody else's"
    await ctx.billing!.findByOrder(table.orders.T)
    return (await resolveByConfirm(ctx, claim.order)).status
  },
}

const turnOff: Command = {
  name: 'turn-off',
  run: (ctx, { A }) => turnOffAutoTopUp(ctx, A).then(() => 'off'),
}

/** What the job does with an order, and a webhook: a look at Toss, and what follows from it. */
const look = (name: OrderName): Command => ({
  name: `look-at-${name}`,
  async run(ctx, table) {
    const [order] = await ctx.db.select().from(orders).where(eq(orders.id, table.orders[name]))
    await resolveByQuery(ctx, order!)
    return 'looked' // also where somebody else's question is on its way, and its answer decides
  },
})

/** For which Z is due. */
const recover: Command = {
  name: 'recover',
  takesUpWhatIsDue: true,
  run: (ctx) => recoverCharges(ctx).then(() => 'looked'),
}

/** For which L is due. */
const release: Command = {
  name: 'release-L',
  takesUpWhatIsDue: true,
  run: (ctx) => releaseEarnings(ctx).then(() => 'released'),
}

const rollUpBook: Command = { name: 'roll-up', run: ({ db }) => rollUp(db).then(() => 'added up') }

type Postings = (table: Table) => { legs: Leg[]; reference?: string }[]

function movementsOf(ctx: Ctx, table: Table, name: string, postings: Postings): Movement[] {
  return postings(table).map(({ legs, reference }, n) => ({
    type: 'charge',
    // Two sessions with the same command mean two events, unless it says which one.
    reference: reference ?? `${table.id}-${name}-${ctx.requestId}-${n}`,
    orderId: table.orders.X,
    occurredAt: ctx.now(),
    legs,
  }))
}

/** Postings one by one in a tx, as a flow does that does more than post. */
const post = (name: string, postings: Postings): Command => ({
  name,
  run: (ctx, table) =>
    refusals(
      withTx(ctx.db, async (tx) => {
        const verdicts: string[] = []
        for (const movement of movementsOf(ctx, table, name, postings)) {
          const { replayed } = await postOne(tx, ctx, movement)
          verdicts.push(replayed ? 'replayed' : 'posted')
        }
        return verdicts.join(' ')
      }),
    ),
})

/** Postings in one call that commits by itself. */
const set = (name: string, postings: Postings): Command => ({
  name,
  async run(ctx, table) {
    const movements = movementsOf(ctx, table, name, postings)
    const verdicts = await postSet(
      ctx.db,
      movements.map((movement) => ({ by: ctx, movement })),
    )
    return verdicts.map(({ verdict }) => verdict).join(' ')
  },
})

const bank = (user: string, amount: bigint): Leg[] => [
  { account: 'balance', user, amount: -amount },
  { account: 'operating_bank', amount },
]
const deposit = (user: string, amount: bigint): Leg[] => [
  { account: 'pg_receivable', amount: -amount },
  { account: 'balance', user, amount, overflow: ['charge_debt'] },
]
const reversal = (user: string, amount: bigint): Leg[] => [
  { account: 'balance', user, amount: -amount, overflow: ['charge_debt'] },
  { account: 'pg_receivable', amount },
]
const transfer = (from: string, to: string, amount: bigint): Leg[] => [
  { account: 'balance', user: from, amount: -amount },
  { account: 'balance', user: to, amount, overflow: ['charge_debt'] },
]
const payLegs = (renter: string, owner: string, gross: bigint): Leg[] =>
  payment({
    renter,
    owner,
    bookingId: '',
    pending: false,
    split: splitFee(gross, 1_000n),
    occurredAt: new Date(0),
  }).legs
const clawBack = (owner: string, amount: bigint): Leg[] => [
  { account: 'withdrawable', user: owner, amount: -amount, overflow: ['earnings_debt'] },
  { account: 'pg_receivable', amount },
]
const aside: Leg[] = [
  { account: 'pg_receivable', amount: -5n },
  { account: 'operating_bank', amount: 5n },
]

/** As one set, however many. */
const pay = (name: string, which: BookingName[], key = 'one'): Command => ({
  name,
  run: async (ctx, { A, bookings }) => {
    const asked = which.map((one) => ({ ctx, renterId: A, bookingId: bookings[one], key: `${key}-${one}` }))
    const outcomes = await payTogether(ctx.db, asked)
    return outcomes.map((paid) => ('code' in paid ? paid.code : `paid, ${paid.balance} left`)).join(' ')
  },
})

const cancel = (name: string, one: BookingName, by: 'A' | 'B'): Command => ({
  name,
  run: async (ctx, table) => {
    const asked = { userId: table[by], bookingId: table.bookings[one], key: `${name}-${ctx.requestId}` }
    const answer = await refusals(cancelBooking(ctx, asked))
    return typeof answer === 'string' ? answer : `${answer.refunded} back`
  },
})

/** The time of E, which lapsed: whoever comes first takes it. */
const bookE: Command = {
  name: 'book-E',
  run: async (ctx, { A, space }) => {
    const answer = await refusals(book(ctx, { renterId: A, spaceId: space, ...hourOf(ctx, 'E') }))
    return typeof answer === 'string' ? answer : answer.status
  },
}

const reviveE: Command = {
  name: 'revive-E',
  run: (ctx, { bookings }) => reviveHold(ctx, bookings.E).then((held) => (held ? 'held' : 'lost')),
}

/** As the job does it, but in one table only. */
const expireE: Command = {
  name: 'expire-E',
  run: (ctx, { space }) =>
    withTx(ctx.db, (tx) => expireLapsed(ctx, tx, { spaceId: space, range: hourOf(ctx, 'E') })).then(
      () => 'expired',
    ),
}

/** As `refundCharges` does it, without its patience. */
const refund = (name: string, order: OrderName, amount: bigint, key?: string): Command => ({
  name,
  async run(ctx, { A, orders }) {
    const parts = [{ orderId: orders[order], amount }]
    const asked = { userId: A, parts, key: key ?? `${name}-${ctx.requestId}` }
    const made = await refusals(requestRefunds(ctx, asked))
    if (typeof made === 'string') return made
    return (await resolveRefund(ctx, made[0]!)).status
  },
})

/** What the job does with the refund of Q. */
const recoverRefund: Command = {
  name: 'recover-refund',
  async run(ctx, table) {
    const [open] = await ctx.db.select().from(chargeRefunds).where(eq(chargeRefunds.id, table.refund))
    await resolveRefund(ctx, open!)
    return 'looked'
  },
}

/** What the reconciliation does with a pay-out: of a charge, or of what a card company took back of one. */
const settle = (
  name: string,
  order: OrderName,
  amount: bigint,
  keyOf: (orderId: string) => string,
): Command => ({
  name,
  async run(ctx, { orders }) {
    const orderId = orders[order]
    const figures = { amount, fees: [{ fee: 0n }], supplyAmount: 0n, vat: 0n, payOutAmount: amount }
    const row = { ...figures, transactionKey: keyOf(orderId), paymentKey: paymentKeyOf(orderId), orderId }
    const { posted, problems } = await settlePayouts(ctx, [{ ...row, paidOutDate: '2026-11-22' }])
    return [`${posted} posted`, ...problems.map(({ problem }) => problem.field)].join(', ')
  },
})

const withdraw = (name: string, amount: bigint, key?: string): Command => ({
  name,
  async run(ctx, { B }) {
    const asked = { userId: B, amount, key: key ?? `${name}-${ctx.requestId}` }
    const made = await refusals(requestWithdrawal(ctx, asked))
    return typeof made === 'string' ? made : made.withdrawal.status
  },
})

/** What the job does with a withdrawal: a look at the bank, and what follows from it. */
const send = (name: WithdrawalName): Command => ({
  name: `send-${name}`,
  async run(ctx, table) {
    const [row] = await ctx.db.select().from(withdrawals).where(eq(withdrawals.id, table.withdrawals[name]))
    return (await resolveWithdrawal(ctx, row!)).status
  },
})

/** The same where Toss carries. */
export const payOut = (name: CarriedName): Command => ({
  name: `pay-out-${name}`,
  async run(ctx, { carried }) {
    const [row] = await ctx.db.select().from(withdrawals).where(eq(withdrawals.id, carried.ids[name]))
    await resolveWithdrawal({ ...ctx, withdrawBy: 'toss' }, row!)
    return 'looked'
  },
})

/** Toss's message that O has changed. */
const hearOfO: Command = {
  name: 'hear-of-O',
  run: (ctx, { carried }) => followPayoutHint(ctx, payoutIdOf(carried.ids.O)).then(({ kind }) => kind),
}

const giveUp = (name: 'N' | 'K' | 'M'): Command => ({
  name: `give-up-${name}`,
  async run(ctx, { B, withdrawals: ids, carried }) {
    const asked = { userId: B, withdrawalId: name === 'N' ? ids.N : carried.ids[name] }
    const answer = await refusals(cancelWithdrawal(ctx, asked))
    return typeof answer === 'string' ? answer : answer.status
  },
})

const approve: Command = {
  name: 'approve-J',
  run: (ctx, { asked }) => refusals(approveAdjustment(ctx, asked)).then((code) => code ?? 'approved'),
}

const reject: Command = {
  name: 'reject-J',
  run: (ctx, { asked }) =>
    refusals(rejectAdjustment(ctx, { ...asked, reason: '다시 확인' })).then((code) => code ?? 'rejected'),
}

/** Every command that the explorer plays against every other. A new flow adds its own here. */
export const COMMANDS: Command[] = [
  create,
  confirm('X'),
  confirm('Y'),
  look('Z'),
  look('V'),
  look('D'),
  look('U'),
  look('W'),
  runT,
  turnOff,
  recover,
  rollUpBook,
  post('deposit-A', ({ id, A }) => [{ legs: deposit(A, 1_000n), reference: `${id}-one` }]),
  post('same-reference-B', ({ id, B }) => [{ legs: deposit(B, 1_000n), reference: `${id}-one` }]),
  post('drain-A', ({ A }) => [{ legs: bank(A, 20_000n) }]),
  post('reverse-A', ({ A }) => [{ legs: reversal(A, 45_000n) }]),
  post('transfer-A-B', ({ A, B }) => [{ legs: transfer(A, B, 12_000n) }]),
  post('transfer-B-A', ({ A, B }) => [{ legs: transfer(B, A, 12_000n) }]),
  post('pay-A-B', ({ A, B }) => [{ legs: payLegs(A, B, 15_000n) }]),
  post('pay-B-A', ({ A, B }) => [{ legs: payLegs(B, A, 15_000n) }]),
  post('claw-back-A', ({ A }) => [{ legs: clawBack(A, 14_000n) }]),
  post('no-wallet', ({ id }) => [{ legs: aside, reference: `${id}-aside` }]),
  post('two-A-then-B', ({ A, B }) => [{ legs: deposit(A, 100n) }, { legs: bank(B, 7_000n) }]),
  post('two-B-then-A', ({ A, B }) => [{ legs: deposit(B, 200n) }, { legs: bank(A, 7_000n) }]),
  set('set-A-then-B', ({ A, B }) => [
    { legs: payLegs(A, B, 9_000n) },
    { legs: bank(A, 1_000_000n) },
    { legs: deposit(B, 300n) },
  ]),
  pay('pay-H', ['H']),
  pay('pay-H-elsewhere', ['H'], 'other'),
  pay('pay-G-and-H', ['G', 'H']),
  pay('pay-E', ['E']),
  cancel('cancel-H', 'H', 'A'),
  cancel('cancel-P', 'P', 'A'),
  cancel('owner-cancels-P', 'P', 'B'),
  refund('refund-R', 'R', 15_000n),
  refund('refund-R-once', 'R', 15_000n, 'one key for every session'),
  refund('refund-all-of-R', 'R', FUNDS),
  recoverRefund,
  settle('settle-R', 'R', FUNDS, (orderId) => `approval_${orderId}`),
  settle('settle-reversal-of-W', 'W', -12_000n, (orderId) => `cancel_${orderId}`),
  bookE,
  reviveE,
  expireE,
  release,
  withdraw('withdraw-B', 3_500n),
  withdraw('withdraw-B-once', 2_000n, 'one key for every session'),
  send('N'),
  send('F'),
  send('C'),
  giveUp('N'),
  payOut('K'),
  payOut('M'),
  payOut('O'),
  hearOfO,
  giveUp('K'),
  giveUp('M'),
  approve,
  reject,
  set('set-B-then-A', ({ A, B }) => [{ legs: payLegs(B, A, 9_000n) }, { legs: reversal(A, 30_000n) }]),
]

/** Another movement under a known reference: `post` throws it as the bug that it would be. */
const MISMATCH = 'was posted before with other content'

async function refusals<T>(work: Promise<T>): Promise<T | string> {
  return work.catch((error: unknown) => {
    if (error instanceof PosPayError) return error.code
    if (error instanceof Error && error.message.includes(MISMATCH)) return 'mismatched'
    throw error
  })
}
