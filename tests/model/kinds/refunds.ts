import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect } from 'vitest'
import { DAY_MS, HOUR_MS } from '@/lib/time'
import { answerOf } from '../answer'
import { kind, pick, pickLikely, which } from '../kind'
import type { Model, ModelOrder, Person } from '../model'
import type { CancelFault } from '../refunds'
import type { World } from '../world'
import { advance } from './time'

const ACCOUNT = { bankCode: '20', accountNumber: '1002345678901', holderName: '김하늘' }
const CANCEL = 'POST /v1/payments/*/cancel'
const FAULTS: CancelFault[] = [
  // Twice: only what was never answered for a day ends with people.
  'drop-before',
  'drop-before',
  'drop-after',
  'http5xx-after',
  'code:PROVIDER_ERROR',
  'code:NOT_CANCELABLE_PAYMENT',
]

/** Somebody asks for a charge back, in part or all that is theirs of it, while Toss may be in trouble. */
export const refund = kind({
  name: 'refund',
  weight: 18,
  outcomes: [
    ...['DONE in part', 'DONE whole', 'REFUNDING', 'FAILED'],
    ...['NOT_FOUND', 'ACCOUNT_FROZEN', 'INSUFFICIENT_BALANCE', 'STATE_CONFLICT'],
  ],
  wish: fc.record({
    order: which,
    /** One of which a part is on its way already. */
    busy: fc.nat(2).map((one) => one === 0),
    by: fc.oneof({ weight: 15, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: which }),
    size: fc.constantFrom('all of it' as const, 'a third' as const, 'one won too much' as const),
    fault: fc.oneof(
      { weight: 1, arbitrary: fc.constant(null) },
      { weight: 2, arbitrary: fc.constantFrom(...FAULTS) },
    ),
  }),
  fits: (model) => untouched(model).some(({ status }) => status === 'DONE'),
  async run(model, world, { order, busy, by, size, fault }) {
    const moving = model.refunds.open().map((open) => open.order)
    const full = ({ status, owner }: ModelOrder) => status === 'DONE' && owner.wallets.balance > 0n
    const target = pickLikely(busy && moving.length > 0 ? moving : untouched(model), full, order)
    const person = by === null ? target.owner : pick(model.people, by)
    return askBack(model, world, { target, person, size, fault })
  },
})

const SIZES = {
  'all of it': (remaining: bigint) => remaining,
  'a third': (remaining: bigint) => remaining / 3n,
  'one won too much': (remaining: bigint) => remaining + 1n,
}

type Wanted = { target: ModelOrder; person: Person; size: keyof typeof SIZES; fault: CancelFault }

export async function askBack(model: Model, world: World, { target, person, size, fault }: Wanted) {
  const credited = await creditedTo(model, world, target)
  const remaining = target.status === 'DONE' ? model.refunds.remaining(target, credited) : 0n
  const amount = SIZES[size](remaining)
  const asked = amount > 0n ? amount : 1n
  const refused = model.refunds.refuse(target, person, asked, credited)
  const parts = [{ orderId: target.id, amount: asked }]
  const account = target.payment?.virtual ? ACCOUNT : undefined
  const input = { userId: person.id, parts, account, key: randomBytes(16).toString('hex') }
  if (fault) await world.toss.fault(fault, { match: CANCEL, times: 1 })
  const answer = await answerOf(world.product.refundCharges(world.ctx, input))
  await world.toss.clearFaults()
  if (refused || !Array.isArray(answer)) {
    expect(answer).toEqual({ code: refused })
    return refused!
  }
  const made = model.refunds.request(answer[0]!.refundId, target, asked, fault)
  expect(answer).toMatchObject([{ status: made.status, amount: asked }])
  if (made.status !== 'DONE') return made.status
  return target.status === 'CANCELED' ? 'DONE whole' : 'DONE in part'
}

/** Of which nobody else has taken anything back. */
export const untouched = ({ orders }: Model) =>
  orders.filter(
    ({ payment }) => !payment || (payment.gone === 0n && payment.status !== 'WAITING_FOR_DEPOSIT'),
  )

/** The owner's credited orders, the newest first. The job credits several at once: only the book tells in which order. */
async function creditedTo(
  { orders }: Model,
  { superuser }: World,
  { owner }: ModelOrder,
): Promise<ModelOrder[]> {
  const { rows } = await superuser.query<{ id: string }>(
    `select order_id as id from transactions
      where type = 'charge' and order_id = any ($1) and split_part(reference, '#', 1) = order_id
      group by order_id order by max(seq) desc`,
    [orders.filter((order) => order.owner === owner).map(({ id }) => id)],
  )
  return rows.map(({ id }) => orders.find((order) => order.id === id)!)
}

/** The job takes up the refunds that are on their way. */
export const recoverRefunds = kind({
  name: 'recover refunds',
  weight: 14,
  outcomes: ['DONE', 'FAILED', 'NEEDS_REVIEW'],
  wish: fc.record({ dayLater: fc.boolean() }),
  fits: (model, { dayLater }) =>
    model.refunds.open().some(({ requestedAt }) => dayLater || requestedAt < model.now),
  async run(model, world, { dayLater }) {
    if (dayLater) await advance(model, world, DAY_MS + HOUR_MS)
    const ends = await recoverAllRefunds(model, world)
    return (['NEEDS_REVIEW', 'FAILED', 'DONE'] as const).find((end) => ends.has(end))!
  },
})

/** Runs the job until nothing is due; answers the states in which it left what it looked at. */
export async function recoverAllRefunds(model: Model, world: World): Promise<Set<string>> {
  while ((await world.product.recoverRefunds(world.ctx)) > 0);
  const due = model.refunds.open().filter(({ requestedAt }) => requestedAt < model.now)
  for (const open of due) model.refunds.look(open)
  return new Set(due.map(({ status }) => status))
}
