import type pg from 'pg'
import { autoTopUps } from '@/db/schema/auto-topup'
import { bookings as bookingTable, untoldPayments } from '@/db/schema/booking'
import { orders as orderTable, tossCalls, type OrderStatus } from '@/db/schema/charge'
import { consents, users } from '@/db/schema/identity'
import { chargeRefunds } from '@/db/schema/refund'
import { spaceHours, spaces as spaceTable } from '@/db/schema/space'
import type { Ctx } from '@/lib/context'
import { newCustomerKey, newId, newOrderId } from '@/lib/ids'
import { charge, chargeRefund, payment, type Leg, type Movement } from '@/lib/ledger/movements'
import { postSet } from '@/lib/ledger/post'
import { splitFee } from '@/lib/money'
import { FIRST_VERSIONS } from '@/lib/terms/first-versions'
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS, startOfKstDay } from '@/lib/time'
import type { ScriptedBank } from './scripted-bank'
import type { ScriptedToss } from './scripted-toss'
import { setAdjustments, type Asked } from './adjustments'
import { CARRIED_NAMES, newCarried, setCarried, type Carried } from './payouts'
import type { ScriptedPayouts } from './scripted-payouts'
import { setWithdrawals, WITHDRAWAL_NAMES, type WithdrawalName } from './withdrawals'

/** What the wallet may hold: X and Y fit one by one, beside what is on its way, and not together. */
export const CAP = 110_000n
export const FUNDS = 20_000n

/**
 * The orders of A at the start of every schedule. X and Y wait for their confirm. Z and V were confirmed by a process
 * that died: of Z Toss has taken the money, of V it has never heard. D waits for a deposit, which has come. U and W were
 * credited, and spent: the bank has taken U's deposit back, and W's card company its money. R and Q are charges that have
 * arrived; a part of Q is on its way back, by a process that died before it asked Toss. T is a run of the automatic
 * top-up that has not begun: Toss hears of it when the card is charged.
 */
const ORDERS = {
  X: { amount: 40_000n, status: 'READY', taken: false },
  Y: { amount: 40_000n, status: 'READY', taken: false },
  Z: { amount: 30_000n, status: 'CONFIRMING', taken: true },
  V: { amount: 10_000n, status: 'CONFIRMING', taken: false },
  D: { amount: 10_000n, status: 'WAITING_FOR_DEPOSIT', taken: true },
  U: { amount: 15_000n, status: 'DONE', taken: true },
  W: { amount: 12_000n, status: 'DONE', taken: true },
  R: { amount: FUNDS, status: 'DONE', taken: true },
  Q: { amount: 5_000n, status: 'DONE', taken: true },
  T: { amount: 40_000n, status: 'READY', taken: false },
} as const
/** What of Q is on its way back, and what is not: another part of it has been spent. */
export const ON_ITS_WAY = 2_000n

export type OrderName = keyof typeof ORDERS
const NAMES = Object.keys(ORDERS) as OrderName[]

/** What one schedule plays with: two people of its own, orders of the first, and their bookings at the second's. */
export type Table = {
  id: string
  A: string
  B: string
  orders: Record<OrderName, string>
  /** The open refund of Q. */
  refund: string
  /** A's automatic top-up, which is on. */
  topUp: string
  /** A's bookings of B's space. */
  space: string
  bookings: Record<BookingName, string>
  /** B's account at a bank, and what is on its way there. */
  account: string
  withdrawals: Record<WithdrawalName, string>
  /** What Toss carries. */
  carried: Carried
  /** What an operator wants taken of A's balance. */
  asked: Asked
}

/**
 * H and G are accepted and wait for their payment: A's money does for one of them. P was paid a day ago and would come
 * back by half. E was held and has lapsed. L was used yesterday, and what B earned by it is to be released.
 */
const BOOKINGS = {
  H: { price: 12_000n, hour: 0, status: 'HELD' },
  G: { price: 13_000n, hour: 1, status: 'HELD' },
  P: { price: 10_000n, hour: 2, status: 'CONFIRMED' },
  E: { price: 9_000n, hour: 3, status: 'HELD' },
  L: { price: 2_000n, hour: -4 * 24, status: 'COMPLETED' },
} as const
export type BookingName = keyof typeof BOOKINGS
const BOOKED = Object.keys(BOOKINGS) as BookingName[]
export const FEE_RATE_BP = 1_000

/** The hour of a booking: some days ahead, but for L, all of them in one space. */
export function hourOf({ now }: Pick<Ctx, 'now'>, name: BookingName): { startAt: Date; endAt: Date } {
  const startAt = addMs(startOfKstDay(addMs(now(), 3 * DAY_MS)), (10 + BOOKINGS[name].hour) * HOUR_MS)
  return { startAt, endAt: addMs(startAt, HOUR_MS) }
}

export const paymentKeyOf = (orderId: string): string => `key_${orderId}`

/** Without them nobody puts money in. */
const AGREED_TO = ['terms', 'privacy'] as const

/** Sets many tables at once. */
export async function setTables(
  ctx: Ctx,
  { toss, bank, payouts }: { toss: ScriptedToss; bank: ScriptedBank; payouts: ScriptedPayouts },
  count: number,
): Promise<Table[]> {
  const tables = Array.from({ length: count }, (): Table => {
    const orders = Object.fromEntries(NAMES.map((name) => [name, newOrderId()])) as Table['orders']
    const bookings = Object.fromEntries(BOOKED.map((name) => [name, newId()])) as Table['bookings']
    const people = { A: newId(), B: newId() }
    const withdrawals = Object.fromEntries(
      WITHDRAWAL_NAMES.map((name) => [name, newId()]),
    ) as Table['withdrawals']
    const own = { refund: newId(), topUp: newId(), space: newId(), account: newId() }
    const asked = { adjustmentId: newId(), hash: '', operatorId: '' }
    return { id: newId(), ...people, orders, ...own, bookings, withdrawals, carried: newCarried(), asked }
  })
  const createdAt = ctx.now()
  const people = tables.flatMap(({ A, B }) => [A, B])
  await ctx.db
    .insert(users)
    .values(people.map((id) => ({ id, name: '김하늘', customerKey: newCustomerKey(), createdAt })))
  await ctx.db.insert(consents).values(
    people.flatMap((userId) =>
      AGREED_TO.map((document) => ({
        ...{ userId, document, version: FIRST_VERSIONS[document], agreedAt: createdAt },
      })),
    ),
  )
  await ctx.db.insert(autoTopUps).values(tables.map((table) => toTopUp(ctx, table)))
  await ctx.db
    .insert(orderTable)
    .values(tables.flatMap((table) => NAMES.map((name) => toRow(ctx, table, name))))
  // First, so that of A's charges R is the newest.
  await setBookings(ctx, tables)
  await setWithdrawals(ctx, bank, tables)
  await setCarried(ctx, payouts, tables)
  await ctx.db.insert(tossCalls).values(
    tables.flatMap(({ orders }) =>
      CREDITED.map((name) => ({
        ...{ id: newId(), orderId: orders[name], operation: 'query' as const, requestHash: name },
        ...{ requestId: ctx.requestId, startedAt: createdAt, answeredAt: createdAt, httpStatus: 200 },
        answer: { status: 'DONE', orderId: orders[name], totalAmount: Number(ORDERS[name].amount) },
      })),
    ),
  )
  const spent = tables.flatMap(({ A: user, orders }) =>
    SPENT.flatMap((name) => [
      charge({ user, orderId: orders[name], amount: ORDERS[name].amount, occurredAt: createdAt }),
      spend({ user, orderId: orders[name], amount: ORDERS[name].amount, occurredAt: createdAt }),
    ]),
  )
  await postSet(
    ctx.db,
    spent.map((movement) => ({ by: ctx, movement })),
  )
  const funds = tables.flatMap(({ A, B, orders }) => [
    {
      ...charge({ user: B, orderId: orders.X, amount: FUNDS, occurredAt: createdAt }),
      reference: `funds-${B}`,
    },
    charge({ user: A, orderId: orders.Q, amount: ORDERS.Q.amount, occurredAt: createdAt }),
    charge({ user: A, orderId: orders.R, amount: ORDERS.R.amount, occurredAt: createdAt }),
  ])
  await postSet(
    ctx.db,
    funds.map((movement) => ({ by: ctx, movement })),
  )
  await setRefunds(ctx, tables)
  await setAdjustments(ctx, tables)
  for (const { orders } of tables) {
    for (const name of NAMES.filter((each) => each !== 'T')) {
      const { amount, taken } = ORDERS[name]
      const key = paymentKeyOf(orders[name])
      toss.hold({ orderId: orders[name], key, amount, taken, since: SINCE[name]?.(orders[name], amount) })
    }
  }
  return tables
}

export const cardOf = ({ topUp }: Table): string => `card_${topUp}`

function toTopUp(ctx: Ctx, table: Table): typeof autoTopUps.$inferInsert {
  const agreedAt = addMs(ctx.now(), -DAY_MS)
  return {
    ...{ id: table.topUp, userId: table.A, state: 'ON', amount: ORDERS.T.amount, onShortage: true },
    ...{ monthlyCap: ORDERS.T.amount, billingKeySealed: ctx.sealer.seal(cardOf(table)) },
    ...{ cardIssuer: '11', cardTail: '123*', turnedOnAt: agreedAt },
    ...{ consentVersion: '1', consentHash: 'hash', consentedAt: agreedAt, updatedAt: agreedAt },
  }
}

const CREDITED = ['U', 'W', 'R', 'Q'] as const
/** Charges that nothing is left of. */
const SPENT = ['U', 'W'] as const

/** What has become of a payment at Toss since it was taken. */
const SINCE: Partial<Record<OrderName, (orderId: string, amount: bigint) => object>> = {
  D: () => ({ method: '가상계좌' }),
  U: () => ({ status: 'WAITING_FOR_DEPOSIT', method: '가상계좌', approvedAt: null }),
  W: (orderId, amount) => ({
    status: 'CANCELED',
    cancels: [{ transactionKey: `cancel_${orderId}`, cancelAmount: Number(amount) }],
  }),
}

/** What was charged is spent elsewhere. */
function spend({ user, orderId, amount, occurredAt }: Parameters<typeof charge>[0]): Movement {
  const legs: Leg[] = [
    { account: 'balance', user, amount: -amount },
    { account: 'pg_receivable', amount },
  ]
  return { type: 'charge', reference: `spent-${orderId}`, orderId, occurredAt, legs }
}

/** The rest of Q is spent, so that A has what came with R. */
async function setRefunds(ctx: Ctx, tables: Table[]): Promise<void> {
  const now = ctx.now()
  await ctx.db.insert(chargeRefunds).values(
    tables.map(({ refund, A, orders }) => ({
      ...{ id: refund, batchId: refund, userId: A, orderId: orders.Q, amount: ON_ITS_WAY },
      ...{ requestKey: `key-of-${refund}`, rule: 'withdrawal' as const },
      ...{ requestedAt: now, nextCheckAt: addMs(now, DAY_MS), updatedAt: now },
    })),
  )
  const moved = tables.flatMap(({ A, refund, orders }) => [
    chargeRefund({ refundId: refund, orderId: orders.Q, user: A, amount: ON_ITS_WAY, occurredAt: now }),
    spend({ user: A, orderId: orders.Q, amount: ORDERS.Q.amount - ON_ITS_WAY, occurredAt: now }),
  ])
  await postSet(
    ctx.db,
    moved.map((movement) => ({ by: ctx, movement })),
  )
}

async function setBookings(ctx: Ctx, tables: Table[]): Promise<void> {
  const now = ctx.now()
  await ctx.db.insert(spaceTable).values(
    tables.map(({ space, B }) => ({
      ...{
        id: space,
        ownerId: B,
        kind: 'meeting' as const,
        name: '회의실',
        address: '서울',
        description: '',
      },
      ...{ capacity: 4, hourlyPrice: BOOKINGS.E.price, refundPreset: 'flexible' as const, instant: true },
      ...{ createdAt: now, updatedAt: now },
    })),
  )
  const weekdays = [0, 1, 2, 3, 4, 5, 6]
  await ctx.db
    .insert(spaceHours)
    .values(
      tables.flatMap(({ space }) =>
        weekdays.map((weekday) => ({ spaceId: space, weekday, opensAt: 0, closesAt: 24 })),
      ),
    )
  await ctx.db
    .insert(bookingTable)
    .values(tables.flatMap((table) => BOOKED.map((name) => toBooking(ctx, table, name))))
  const told = tables.flatMap(({ bookings: { P, L } }) => [P, L].map((bookingId) => ({ bookingId })))
  await ctx.db.insert(untoldPayments).values(told)
  const paidFor = tables.flatMap(({ A, B, orders, bookings }) => [
    {
      ...charge({ user: A, orderId: orders.X, amount: BOOKINGS.P.price, occurredAt: now }),
      reference: `price-${A}`,
    },
    payment({
      ...{ bookingId: bookings.P, renter: A, owner: B, pending: false, occurredAt: now },
      split: splitFee(BOOKINGS.P.price, BigInt(FEE_RATE_BP)),
    }),
    {
      ...charge({ user: A, orderId: orders.X, amount: BOOKINGS.L.price, occurredAt: now }),
      reference: `price-of-L-${A}`,
    },
    payment({
      ...{ bookingId: bookings.L, renter: A, owner: B, pending: true, occurredAt: now },
      split: splitFee(BOOKINGS.L.price, BigInt(FEE_RATE_BP)),
    }),
  ])
  await postSet(
    ctx.db,
    paidFor.map((movement) => ({ by: ctx, movement })),
  )
}

const PAID: readonly string[] = ['CONFIRMED', 'COMPLETED']

function toBooking(ctx: Ctx, table: Table, name: BookingName): typeof bookingTable.$inferInsert {
  const { price, status } = BOOKINGS[name]
  const { startAt: startsAt, endAt: endsAt } = hourOf(ctx, name)
  const made = addMs(ctx.now(), -DAY_MS)
  return {
    ...{
      id: table.bookings[name],
      spaceId: table.space,
      ownerId: table.B,
      renterId: table.A,
      startsAt,
      endsAt,
    },
    ...{ price, status, feeRateBp: FEE_RATE_BP, createdAt: made, acceptedAt: made, updatedAt: made },
    refundSteps: [
      { daysBefore: 7, percent: 100 },
      { daysBefore: 0, percent: 50 },
    ],
    expiresAt: addMs(ctx.now(), name === 'E' ? -MINUTE_MS : DAY_MS),
    ...(PAID.includes(status) && { paidAt: made, payKey: `key-of-${name}` }),
    ...(name === 'L' && { releaseAt: addMs(ctx.now(), DAY_MS) }),
  }
}

function toRow(
  { now, sealer }: Ctx,
  { A, orders, topUp }: Table,
  name: OrderName,
): typeof orderTable.$inferInsert {
  const { amount, status } = ORDERS[name]
  const id = orders[name]
  const confirmingAt = addMs(now(), -MINUTE_MS)
  const claimed = status !== 'READY' && {
    paymentKeySealed: sealer.seal(paymentKeyOf(id)),
    paymentKeyFingerprint: sealer.fingerprint(paymentKeyOf(id)),
    attempt: 1,
    confirmingAt,
  }
  const expiresAt = addMs(now(), 45 * MINUTE_MS)
  return {
    id,
    userId: A,
    amount,
    status,
    createdAt: confirmingAt,
    expiresAt,
    nextCheckAt: expiresAt,
    refunded: name === 'Q' ? ON_ITS_WAY : 0n,
    updatedAt: now(),
    ...(name === 'T' && { autoTopUpId: topUp, topUpTrigger: 'shortage' }),
    ...claimed,
    ...(status === 'DONE' && {
      approvedAt: confirmingAt,
      method: name === 'U' ? 'VIRTUAL_ACCOUNT' : 'CARD',
      nextCheckAt: null,
    }),
  }
}

/** Makes Z and L due for the jobs, or not due: only the schedule that is being played may have some that are. */
export async function setDue(superuser: pg.Client, { orders, bookings }: Table, at: Date): Promise<void> {
  const order = 'update orders set next_check_at = $2 where id = $1 and next_check_at is not null'
  await superuser.query({ name: 'due-order', text: order, values: [orders.Z, at] })
  const booking = 'update bookings set release_at = $2 where id = $1 and released_at is null'
  await superuser.query({ name: 'due-booking', text: booking, values: [bookings.L, at] })
}

type State = {
  wallets: string[]
  orders: Record<string, OrderStatus> | null
  transactions: string[]
  bookings: string[]
  refunds: { id: string; order: string; amount: number; line: string }[] | null
  withdrawals: { id: string; amount: number; line: string }[]
  payouts: string[]
  sellers: string[]
  adjusted: string
  topup: string
  broken: string[]
}

// READY orders promise nothing, and creating one decides nothing: confirm looks again, under the lock.
const STATE = `with mine as (select * from wallets where user_id in ($1, $2))
  select
    (select json_agg(user_id || ' ' || kind || ' ' || balance || ' @' || version order by user_id = $1, kind) from mine where version > 0) as wallets,
    (select json_object_agg(id, status) from orders where user_id = $1 and status <> 'READY') as orders,
    (select json_agg(t.type || ' ' || t.reference || ' ' || (
        select string_agg(e.account || ' ' || e.amount, ', ' order by e.line) from entries e where e.transaction_id = t.id))
      from transactions t where t.order_id in (select id from orders where user_id = $1)
        or split_part(t.reference, '#', 1) in (select id::text from bookings where renter_id = $1)
        or t.reference in (select id::text from withdrawals where user_id in ($1, $2)) or t.reference = $3::text) as transactions,
    (select concat_ws(' ', 'adjustment', status, rejection) from adjustments where id = $3::uuid) as adjusted,
    (select json_agg(b.starts_at || ' ' || b.status || ' ' || b.refunded || ' ' || coalesce(b.pay_key, '-') || ' ' || (b.released_at is not null)::text order by b.starts_at, b.status)
      from bookings b where b.renter_id = $1) as bookings,
    (select json_agg(json_build_object('id', r.id, 'order', r.order_id, 'amount', r.amount,
        'line', concat_ws(' ', r.order_id, r.amount, r.status, r.failure_code, r.attempt)) order by r.order_id, r.amount, r.status)
      from charge_refunds r where r.user_id = $1) as refunds,
    (select json_agg(json_build_object('id', d.id, 'amount', d.amount,
        'line', concat_ws(' ', d.id, d.amount, d.status, d.failure_code)))
      from withdrawals d where d.user_id in ($1, $2)) as withdrawals,
    (select json_agg(concat_ws(' ', 'payout', p.withdrawal_id, p.attempt, p.failure_code, (p.payout_id is not null)::text))
      from payouts p where p.user_id in ($1, $2)) as payouts,
    (select json_agg(concat_ws(' ', 'seller', s.user_id, s.state, s.revision, s.bank_account_id))
      from sellers s where s.user_id in ($1, $2)) as sellers,
    (select concat_ws(' ', 'top-up', state, failures, pause_reason, 'key: ' || (billing_key_sealed is not null)::text)
      from auto_topups where user_id = $1) as topup,
    (select coalesce(json_agg(m.id || ' ' || m.kind), '[]') from mine m left join lateral (
        select coalesce(sum(amount), 0) as total, count(*) as lines, coalesce(max(wallet_version), 0) as last,
          coalesce(max(balance_after) filter (where wallet_version = m.version), 0) as after
        from entries where wallet_id = m.id) e on true
      where m.balance <> e.total or m.version <> e.lines or m.version <> e.last or m.balance <> e.after) as broken`

/** What a table's people hold and what was posted, with names for its ids, so that tables can be compared. */
export async function readTable(
  superuser: pg.Client,
  table: Table,
): Promise<{ state: string; broken: string[] }> {
  const values = [table.A, table.B, table.asked.adjustmentId]
  const { rows } = await superuser.query<State>({ name: 'table', text: STATE, values })
  const {
    wallets,
    orders,
    transactions,
    bookings,
    refunds,
    withdrawals,
    payouts,
    sellers,
    adjusted,
    topup,
    broken,
  } = rows[0]!
  const names: [string, string][] = [
    [table.id, 'table'],
    [table.A, 'A'],
    [table.B, 'B'],
    [table.asked.adjustmentId, 'J'],
    ...NAMES.map((name): [string, string] => [table.orders[name], name]),
    ...BOOKED.map((name): [string, string] => [table.bookings[name], name]),
    ...CARRIED_NAMES.map((name): [string, string] => [table.carried.ids[name], name]),
    [table.account, 'account'],
    [table.carried.accounts.M, 'account of before'],
    [table.carried.accounts.O, 'account of A'],
    ...(refunds ?? []).map(({ id, amount }): [string, string] => [id, `refund of ${amount}`]),
    ...withdrawals.map(({ id, amount }): [string, string] => [id, `withdrawal of ${amount}`]),
  ]
  const named = (text: string) => names.reduce((known, [id, name]) => known.replaceAll(id, name), text)
  const statuses = NAMES.map((name) => `${name} ${orders?.[table.orders[name]] ?? 'READY'}`)
  return {
    state: [
      ...wallets.map(named),
      statuses.join(', '),
      ...transactions.map(named).sort(),
      ...bookings.map(named),
      ...(refunds ?? []).map(({ line }) => named(line)).sort(),
      ...withdrawals.map(({ line }) => named(line)).sort(),
      ...payouts.map(named).sort(),
      ...sellers.map(named).sort(),
      adjusted,
      topup,
    ].join('\n'),
    broken,
  }
}
