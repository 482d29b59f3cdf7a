import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect } from 'vitest'
import { answerOf } from '../answer'
import { kind, pick, pickLikely, which } from '../kind'
import { LIMITS, NO_TROUBLE, type Model, type ModelOrder } from '../model'
import { addOrder } from './create-order'
import { takePaymentBy } from './toss'

/** Somebody has Toss issue an account to pay to, or as many as they may have. */
export const openAccount = kind({
  name: 'open account',
  weight: 7,
  outcomes: ['WAITING_FOR_DEPOSIT', 'RATE_LIMITED', 'ACCOUNT_FROZEN', 'LIMIT_EXCEEDED', 'FORBIDDEN'],
  wish: fc.record({
    who: which,
    amount: fc.bigInt(LIMITS.min, 30_000n),
    many: fc.nat(5).map((one) => one === 0),
  }),
  async run(model, world, { who, amount: wanted, many }) {
    const { ctx, product } = world
    const owner = pick(model.people, who)
    const amount = many ? LIMITS.min : wanted
    for (let nth = 0; nth < (many ? 6 : 1); nth++) {
      const refused = model.refuseOrder(owner, amount)
      const requestKey = randomBytes(16).toString('hex')
      const made = await answerOf(product.createOrder(ctx, { userId: owner.id, amount, requestKey }))
      if (refused || !('orderId' in made)) {
        expect(made).toEqual({ code: refused })
        return refused!
      }
      const order = addOrder(model, owner, { id: made.orderId, amount, requestKey })
      const payment = await takePaymentBy(model, world.toss, order, { method: 'VIRTUAL_ACCOUNT' })
      model.confirm(order, payment.key, NO_TROUBLE)
      const input = { userId: owner.id, orderId: order.id, paymentKey: payment.key, amount }
      expect(await product.confirmCharge(ctx, input)).toMatchObject({ status: 'WAITING_FOR_DEPOSIT' })
      expect(order.status).toBe('WAITING_FOR_DEPOSIT')
    }
    return 'WAITING_FOR_DEPOSIT'
  },
})

/** The buyer pays to the account, perhaps after its time, perhaps not what it is for. We hear of it later. */
export const deposit = kind({
  name: 'deposit',
  weight: 13,
  outcomes: ['paid', 'paid again', 'paid late', 'another amount'],
  wish: fc.record({ order: which, exact: fc.nat(7).map((one) => one > 0) }),
  fits: (model) => waiting(model).length > 0,
  async run(model, { toss }, { order, exact }) {
    const target = pickLikely(
      waiting(model),
      ({ undone, status }) => undone > 0 || status === 'EXPIRED',
      order,
    )
    const payment = target.payment!
    if (!exact) {
      await toss.deposit(payment.key, { amount: Number(target.amount) + 1 })
      return 'another amount'
    }
    await toss.deposit(payment.key)
    Object.assign(payment, { status: 'DONE', at: model.now })
    if (payment.dueAt! <= model.now) return 'paid late'
    return target.undone > 0 ? 'paid again' : 'paid'
  },
})

/** The bank takes a deposit back, of which we may have heard. */
export const undoDeposit = kind({
  name: 'undo deposit',
  weight: 9,
  outcomes: ['of a credited one', 'of one not known yet'],
  wish: fc.record({ order: which }),
  fits: (model) => undoable(model).length > 0,
  async run(model, { toss }, { order }) {
    const target = pickLikely(undoable(model), ({ status }) => status === 'DONE', order)
    await toss.deposit(target.payment!.key, { undo: true })
    target.payment!.status = 'WAITING_FOR_DEPOSIT'
    return target.status === 'DONE' ? 'of a credited one' : 'of one not known yet'
  },
})

const waiting = ({ orders }: Model): ModelOrder[] =>
  orders.filter(({ payment }) => payment?.status === 'WAITING_FOR_DEPOSIT')

/** Of which nobody has given a part back: a bank cannot undo those. */
function undoable({ orders, refunds }: Model): ModelOrder[] {
  return orders.filter(
    (order) =>
      order.payment?.dueAt &&
      order.payment.status === 'DONE' &&
      order.status !== 'NEEDS_REVIEW' &&
      !refunds.concern(order),
  )
}
