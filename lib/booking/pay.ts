import { and, eq, lt } from 'drizzle-orm'
import type { Database } from '@/db/client'
import { groupCommit } from '@/db/group-commit'
import { wallets } from '@/db/schema/ledger'
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
type Outcome = (Paid & { ownerId: string }) | PosPayError

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

/**
 * Pays each of a set or refuses it by itself, in one tx; answers in the order given. A booking asked for twice is
 * asked for again afterwards.
 */
export async function payTogether(db: Database, payments: Asked[]): Promise<Outcome[]> {
  const isFirst = ({ bookingId }: Asked, at: number) =>
    payments.findIndex((other) => other.bookingId === bookingId) === at
  const first = payments.filter(isFirst)
  const outcomeOf = await withTx(db, (tx) => payEach(tx, first))
  const again = payments.filter((payment) => !outcomeOf.has(payment))
  if (again.length > 0) {
    const later = await payTogether(db, again)
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
    const { ownerId, paidAt } = booking
    outcomes.set(payment, { ...receipts.get(payment.bookingId)!, ownerId, replayed: paidAt !== null })
  }
  return outcomes
}

/** What paying needs to know of a booking. */
type Payable = Pick<
  BookingRow,
  | 'id'
  | 'renterId'
  | 'ownerId'
  | 'startsAt'
  | 'endsAt'
  | 'status'
  | 'price'
  | 'feeRateBp'
  | 'releaseAt'
  | 'releasedAt'
  | 'expiresAt'
  | 'paidAt'
  | 'payKey'
> & { spaceName: string; available: boolean; renterActive: boolean }
type Due = { payment: Asked; booking: Payable }

/*
 * The statements that every payment runs are written by hand and named: each connection plans them once, and building
 * them anew would cost more than running them.
 */
const LOCK_PAYABLE = {
  name: 'lock_payable',
  text: `select b.id, b.renter_id as "renterId", b.owner_id as "ownerId", b.starts_at as "startsAt", b.ends_at as "endsAt",
      b.status, b.price, b.fee_rate_bp as "feeRateBp", b.release_at as "releaseAt", b.released_at as "releasedAt",
      b.expires_at as "expiresAt", b.paid_at as "paidAt", b.pay_key as "payKey", s.name as "spaceName",
      s.status = 'open' and o.status = 'active' as available, r.status = 'active' as "renterActive"
    from bookings b join spaces s on s.id = b.space_id join users r on r.id = b.renter_id join users o on o.id = b.owner_id
    where b.id = any ($1::uuid[]) order by b.id for no key update of b`,
}

const CONFIRM_PAID = {
  name: 'confirm_paid',
  text: `update bookings b set status = 'CONFIRMED', paid_at = p.at, pay_key = p.key, updated_at = p.at
    from unnest($1::uuid[], $2::text[], $3::timestamptz[]) p (id, key, at) where b.id = p.id`,
}

const READ_RECEIPTS = {
  name: 'read_receipts',
  text: `select t.reference, t.id, e.balance_after from transactions t
      join entries e on e.transaction_id = t.id and e.account = 'balance'
    where t.type = 'payment' and t.reference = any ($1::text[])`,
}

/** The bookings of a set, locked in the order of their ids, as everybody locks several. */
async function lockPayable(tx: Tx, payments: Asked[]): Promise<Map<string, Payable>> {
  const ids = payments.map(({ bookingId }) => bookingId)
  const { rows } = await tx.$client.query<Payable & { price: string }>({ ...LOCK_PAYABLE, values: [ids] })
  return new Map(rows.map((row) => [row.id, { ...row, price: BigInt(row.price) }]))
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
  const values = [
    paid.map(({ booking }) => booking.id),
    paid.map(({ payment }) => payment.key),
    paid.map(({ payment }) => payment.ctx.now().toISOString()),
  ]
  await tx.$client.query({ ...CONFIRM_PAID, values })
  const told = paid.flatMap(({ booking }) => [
    noticeTo('renter', 'booking.confirmed', booking),
    noticeTo('owner', 'booking.sold', booking, { net: String(splitOf(booking).net) }),
  ])
  await notify(tx, paid[0]!.payment.ctx, told)
}

type Receipt = Pick<Paid, 'transactionId' | 'balance'>

async function readReceipts(tx: Tx, paid: Due[]): Promise<Map<string, Receipt>> {
  const ids = paid.map(({ booking }) => booking.id)
  if (ids.length === 0) return new Map()
  type Row = { reference: string; id: string; balance_after: string }
  const { rows } = await tx.$client.query<Row>({ ...READ_RECEIPTS, values: [ids] })
  return new Map(
    rows.map((row) => [row.reference, { transactionId: row.id, balance: BigInt(row.balance_after) }]),
  )
}
