import { and, eq, inArray, lt, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Database } from '@/db/client'
import { groupCommit } from '@/db/group-commit'
import { bookings } from '@/db/schema/booking'
import { users } from '@/db/schema/identity'
import { entries, transactions, wallets } from '@/db/schema/ledger'
import { spaces } from '@/db/schema/space'
import { withTx, type Tx } from '@/db/tx'
import { PosPayError } from '@/lib/errors'
import { failpoint } from '@/lib/failpoint'
import { isId } from '@/lib/ids'
import type { PostingRequest } from '@/lib/ledger/columns'
import { payment } from '@/lib/ledger/movements'
import { postAll } from '@/lib/ledger/post'
import { notify } from '@/lib/notification/notify'
import { wakeUser } from '@/lib/notification/wake'
import { hasLapsed, isUnreleased, noticeTo, splitOf, type BookingCtx, type BookingRow } from './booking'

export type Payment = {
  renterId: string
  bookingId: string
  /** The caller's Idempotency-Key: with the same one, the same answer again. */
  key: string
}

/** `balance`: what the renter's wallet held right after. */
export type Paid = { transactionId: string; balance: bigint; replayed: boolean }

type Asked = Payment & { ctx: BookingCtx }
type Outcome = Paid | PosPayError

/** One queue per pool: payments that wait while others commit go together. */
const queues = new WeakMap<Database, (payment: Asked) => Promise<Outcome>>()

/**
 * Pays a held booking from the renter's wallet, with everything that follows from it, in one tx: debit, the owner's
 * credit, fee and VAT, the booking confirmed, both told. Paying again with the same key answers as before. Throws
 * NOT_FOUND, HOLD_EXPIRED, INSUFFICIENT_BALANCE, DEBT_OUTSTANDING, ACCOUNT_FROZEN, SPACE_UNAVAILABLE, and
 * STATE_CONFLICT when it is paid already or has ended.
 */
export async function payBooking(ctx: BookingCtx, asked: Payment): Promise<Paid> {
  if (!isId(asked.bookingId)) throw new PosPayError('NOT_FOUND')
  const outcome = await queueOf(ctx.db)({ ...asked, ctx })
  if (outcome instanceof Error) throw outcome
  await failpoint('pay.2')
  wakeUser(ctx.db, asked.renterId)
  return outcome
}

function queueOf(db: Database) {
  const known = queues.get(db)
  if (known) return known
  const queue = groupCommit((payments: Asked[]) => paySet(db, payments))
  queues.set(db, queue)
  return queue
}

/** Pays each of a set or refuses it by itself, in one tx. A booking asked for twice is asked for again afterwards. */
async function paySet(db: Database, payments: Asked[]): Promise<Outcome[]> {
  const isFirst = ({ bookingId }: Asked, at: number) =>
    payments.findIndex((other) => other.bookingId === bookingId) === at
  const first = payments.filter(isFirst)
  const outcomeOf = await withTx(db, (tx) => payEach(tx, first))
  const again = payments.filter((payment) => !outcomeOf.has(payment))
  if (again.length > 0) {
    const later = await paySet(db, again)
    again.forEach((payment, at) => outcomeOf.set(payment, later[at]!))
  }
  return payments.map((payment) => outcomeOf.get(payment)!)
}

async function payEach(tx: Tx, payments: Asked[]): Promise<Map<Asked, Outcome>> {
  const outcomes = new Map<Asked, Outcome>()
  const due: Due[] = []
  const settled: Due[] = []
  const bookingOf = await lockPayable(tx, payments)
  for (const payment of payments) {
    const booking = bookingOf.get(payment.bookingId)
    const refusal = refuse(booking, payment)
    if (refusal) outcomes.set(payment, refusal)
    else if (booking!.paidAt) settled.push({ payment, booking: booking! })
    else due.push({ payment, booking: booking! })
  }

  const verdicts = await postAll(tx, due.map(toPosting))
  const accepted = due.filter((_, at) => verdicts[at]!.verdict === 'posted')
  for (const [at, { payment }] of due.entries()) {
    const { verdict } = verdicts[at]!
    if (verdict === 'insufficient') outcomes.set(payment, await shortOf(tx, payment.renterId))
    else if (verdict !== 'posted') throw new Error(`the payment of ${payment.bookingId} was ${verdict}`)
  }
  await confirmAll(tx, accepted)
  await failpoint('pay.1')

  const receipts = await readReceipts(tx, [...settled, ...accepted])
  for (const { payment, booking } of [...settled, ...accepted]) {
    outcomes.set(payment, { ...receipts.get(payment.bookingId)!, replayed: booking.paidAt !== null })
  }
  return outcomes
}

type Payable = BookingRow & { spaceName: string; available: boolean; renterActive: boolean }
type Due = { payment: Asked; booking: Payable }

/** The bookings of a set, locked in the order of their ids, as everybody locks several. */
async function lockPayable(tx: Tx, payments: Asked[]): Promise<Map<string, Payable>> {
  const [renter, owner] = [alias(users, 'renter'), alias(users, 'owner')]
  const rows = await tx
    .select({
      booking: bookings,
      spaceName: spaces.name,
      available: sql<boolean>`${spaces.status} = 'open' and ${owner.status} = 'active'`,
      renterActive: sql<boolean>`${renter.status} = 'active'`,
    })
    .from(bookings)
    .innerJoin(spaces, eq(spaces.id, bookings.spaceId))
    .innerJoin(renter, eq(renter.id, bookings.renterId))
    .innerJoin(owner, eq(owner.id, bookings.ownerId))
    .where(
      inArray(
        bookings.id,
        payments.map(({ bookingId }) => bookingId),
      ),
    )
    .orderBy(bookings.id)
    .for('no key update', { of: bookings })
  return new Map(rows.map(({ booking, ...more }) => [booking.id, { ...booking, ...more }]))
}

function refuse(booking: Payable | undefined, { renterId, key, ctx }: Asked): PosPayError | null {
  if (booking?.renterId !== renterId) return new PosPayError('NOT_FOUND')
  if (booking.paidAt && booking.payKey === key) return null
  if (booking.status === 'EXPIRED' || hasLapsed(booking, ctx.now())) return new PosPayError('HOLD_EXPIRED')
  if (booking.status !== 'HELD')
    return new PosPayError('STATE_CONFLICT', { message: CONFLICTS[booking.status] })
  if (!booking.renterActive) return new PosPayError('ACCOUNT_FROZEN')
  if (!booking.available) return new PosPayError('SPACE_UNAVAILABLE')
  return null
}

const CONFLICTS: Partial<Record<BookingRow['status'], string>> = {
  REQUESTED: '공간 등록자가 아직 예약을 받지 않았어요.',
  CONFIRMED: '이미 결제한 예약이에요.',
  COMPLETED: '이미 결제한 예약이에요.',
  CANCELED: '취소된 예약이에요.',
  DECLINED: '공간 등록자가 받지 않은 예약이에요.',
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

/** Nobody has both a balance and a debt of that kind, so whoever owes falls short as well. */
async function shortOf(tx: Tx, renterId: string): Promise<PosPayError> {
  const debt = and(eq(wallets.userId, renterId), eq(wallets.kind, 'charge_debt'), lt(wallets.balance, 0n))
  const [owed] = await tx.select({ id: wallets.id }).from(wallets).where(debt)
  return new PosPayError(owed ? 'DEBT_OUTSTANDING' : 'INSUFFICIENT_BALANCE')
}

async function confirmAll(tx: Tx, paid: Due[]): Promise<void> {
  if (paid.length === 0) return
  const ids = sql.param(paid.map(({ booking }) => booking.id))
  const keys = sql.param(paid.map(({ payment }) => payment.key))
  const times = sql.param(paid.map(({ payment }) => payment.ctx.now().toISOString()))
  await tx.execute(sql`update bookings b set status = 'CONFIRMED', paid_at = p.at, pay_key = p.key, updated_at = p.at
    from unnest(${ids}::uuid[], ${keys}::text[], ${times}::timestamptz[]) p (id, key, at) where b.id = p.id`)
  const told = paid.flatMap(({ booking }) => [
    noticeTo('renter', 'booking.confirmed', booking),
    noticeTo('owner', 'booking.sold', booking, { net: String(splitOf(booking).net) }),
  ])
  await notify(tx, paid[0]!.payment.ctx, told)
}

async function readReceipts(tx: Tx, paid: Due[]): Promise<Map<string, Omit<Paid, 'replayed'>>> {
  if (paid.length === 0) return new Map()
  const rows = await tx
    .select({
      bookingId: transactions.reference,
      transactionId: transactions.id,
      balance: entries.balanceAfter,
    })
    .from(transactions)
    .innerJoin(entries, eq(entries.transactionId, transactions.id))
    .where(
      and(
        eq(transactions.type, 'payment'),
        inArray(
          transactions.reference,
          paid.map(({ booking }) => booking.id),
        ),
        eq(entries.account, 'balance'),
      ),
    )
  return new Map(
    rows.map(({ bookingId, transactionId, balance }) => [bookingId, { transactionId, balance: balance! }]),
  )
}
