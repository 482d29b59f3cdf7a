import type { Database } from '@/db/client'
import { groupCommit } from '@/db/group-commit'
import { repeatable } from '@/db/tx'
import { PosPayError } from '@/lib/errors'
import { failpoint } from '@/lib/failpoint'
import { frozenRefusal } from '@/lib/identity/require-active'
import { isId } from '@/lib/ids'
import { toColumns, type PostingRequest } from '@/lib/ledger/columns'
import { payment } from '@/lib/ledger/movements'
import { ARGUMENTS, placeholders, toVerdict, type Verdict, type VerdictRow } from '@/lib/ledger/post'
import { wakeUser } from '@/lib/notification/wake'
import { isUnreleased, splitOf, type BookingCtx } from './booking'
import { readPayable, refusePayment, type Payable } from './payable'

export type Payment = {
  renterId: string
  bookingId: string
  /** The caller's Idempotency-Key: with the same one, the same answer again. */
  key: string
}

/** `balance`: what the renter's wallet held right after. */
export type Paid = { transactionId: string; balance: bigint; replayed: boolean }

type Asked = Payment & { ctx: BookingCtx }
type Outcome = (Paid & { ownerId: string }) | PosPayError
type Due = { payment: Asked; booking: Payable }

/** One queue per pool: payments that wait while others commit go together. */
const queues = new WeakMap<Database, (payment: Asked) => Promise<Outcome>>()

/**
 * Pays a held booking from the renter's wallet, with everything that follows from it, at once: debit, the owner's
 * credit, fee and VAT, the booking confirmed; a job tells both. Paying again with the same key answers as before.
 * Throws NOT_FOUND, HOLD_EXPIRED, INSUFFICIENT_BALANCE, DEBT_OUTSTANDING, ACCOUNT_FROZEN, SPACE_UNAVAILABLE, and
 * STATE_CONFLICT when it is paid already or has ended, and TRY_AGAIN while paying is stopped.
 */
export async function payBooking(ctx: BookingCtx, asked: Payment): Promise<Paid> {
  if (!isId(asked.bookingId)) throw new PosPayError('NOT_FOUND')
  const outcome = await queueOf(ctx.db)({ ...asked, ctx })
  if (outcome instanceof Error) throw outcome
  await failpoint('pay.2')
  const { ownerId, ...paid } = outcome
  wakeUser(ctx.db, asked.renterId)
  wakeUser(ctx.db, ownerId)
  return paid
}

function queueOf(db: Database) {
  const known = queues.get(db)
  if (known) return known
  const queue = groupCommit((payments: Asked[]) => payTogether(db, payments))
  queues.set(db, queue)
  return queue
}

/** Pays each of a set or refuses it by itself; answers in the order given. One asked for twice is asked for again. */
export async function payTogether(db: Database, payments: Asked[]): Promise<Outcome[]> {
  const isFirst = ({ bookingId }: Asked, at: number) =>
    payments.findIndex((other) => other.bookingId === bookingId) === at
  const outcomeOf = await payEach(db, payments.filter(isFirst))
  const again = payments.filter((payment) => !outcomeOf.has(payment))
  if (again.length > 0) {
    const later = await payTogether(db, again)
    again.forEach((payment, at) => outcomeOf.set(payment, later[at]!))
  }
  return payments.map((payment) => outcomeOf.get(payment)!)
}

/** Decides by what it reads, without a lock: the statement that pays refuses when that is no longer so. */
async function payEach(db: Database, payments: Asked[]): Promise<Map<Asked, Outcome>> {
  const outcomes = new Map<Asked, Outcome>()
  const due: Due[] = []
  const bookingOf = await readPayable(
    db,
    payments.map(({ bookingId }) => bookingId),
  )
  for (const payment of payments) {
    const booking = bookingOf.get(payment.bookingId)
    const refusal = refusePayment(booking, payment, payment.ctx.now())
    if (refusal?.code === 'ACCOUNT_FROZEN') outcomes.set(payment, await frozenRefusal(db, payment.renterId))
    else if (refusal) outcomes.set(payment, refusal)
    else if (booking!.paidAt) outcomes.set(payment, await readReceipt(db, booking!))
    else due.push({ payment, booking: booking! })
  }

  const verdicts = await payDue(db, due)
  // Somebody was faster with one of them.
  if (verdicts.length < due.length) return payEach(db, payments)
  for (const [at, { payment, booking }] of due.entries())
    outcomes.set(payment, outcomeOf(booking, verdicts[at]!))
  return outcomes
}

function outcomeOf({ id, ownerId }: Payable, verdict: Verdict): Outcome {
  if (verdict.verdict === 'insufficient')
    return new PosPayError(verdict.wallet === 'charge_debt' ? 'DEBT_OUTSTANDING' : 'INSUFFICIENT_BALANCE')
  if (verdict.verdict !== 'posted') throw new Error(`the payment of ${id} was ${verdict.verdict}`)
  const { transactionId, balanceAfter } = verdict
  return { transactionId, balance: balanceAfter!, replayed: false, ownerId }
}

const PAY_BOOKINGS = {
  name: 'pay_bookings',
  text: `select * from pay_bookings(${placeholders(2 + ARGUMENTS)})`,
}

/** Pays them in one statement that commits by itself. No verdicts: one of them is no longer held. */
async function payDue(db: Database, due: Due[]): Promise<Verdict[]> {
  if (due.length === 0) return []
  await failpoint('pay.1')
  const values = [
    due.map(({ booking }) => booking.id),
    due.map(({ payment }) => payment.key),
    ...toColumns(due.map(toPosting)),
  ]
  return repeatable(async () => {
    const { rows } = await db.$client.query<VerdictRow>({ ...PAY_BOOKINGS, values })
    return rows.map(toVerdict)
  })
}

function toPosting({ payment: { ctx }, booking }: Due): PostingRequest {
  return {
    by: ctx,
    movement: payment({
      bookingId: booking.id,
      renter: booking.renterId,
      owner: booking.ownerId,
      pending: isUnreleased(booking),
      split: splitOf(booking),
      occurredAt: ctx.now(),
    }),
  }
}

const READ_RECEIPT = {
  name: 'read_receipt',
  text: `select t.id, e.balance_after from transactions t
      join entries e on e.transaction_id = t.id and e.account = 'balance'
    where t.type = 'payment' and t.reference = $1`,
}

async function readReceipt(db: Database, { id, ownerId }: Payable): Promise<Outcome> {
  type Row = { id: string; balance_after: string }
  const { rows } = await db.$client.query<Row>({ ...READ_RECEIPT, values: [id] })
  return { transactionId: rows[0]!.id, balance: BigInt(rows[0]!.balance_after), replayed: true, ownerId }
}
