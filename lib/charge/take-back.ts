import { and, eq } from 'drizzle-orm'
import { transactions } from '@/db/schema/ledger'
import type { Tx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { chargeReversal, depositReference } from '@/lib/ledger/movements'
import { post } from '@/lib/ledger/post'
import { lockBalance } from '@/lib/ledger/read'
import { alarm } from '@/lib/log'
import { maxWon } from '@/lib/money'
import { notify } from '@/lib/notification/notify'
import type { Payment } from '@/lib/toss/payment'
import { nextDepositCheckAt, nextUndoCheckAt } from './deposit-watch'
import type { Change, OrderRow } from './order'
import { whoseCancel } from './whose-cancel'

/** The bank took a deposit back that was credited: out of the wallet, and the order waits for a deposit again. */
export async function undoDeposit(ctx: Ctx, tx: Tx, order: OrderRow): Promise<Change> {
  const { id, amount, takenBack, depositsUndone } = order
  const nth = depositsUndone + 1
  const whole = takenBack === 0n
  await takeOut(ctx, tx, order, {
    by: 'bank',
    amount: amount - takenBack,
    reference: `${id}#${nth}`,
    reverses: whole ? await chargeOf(tx, depositReference(id, depositsUndone)) : undefined,
    occurredAt: ctx.now(),
  })
  return {
    status: 'WAITING_FOR_DEPOSIT',
    approvedAt: null,
    depositsUndone: nth,
    takenBack: 0n,
    receiptUrlSealed: null,
    cashReceiptType: null,
    cashReceiptUrlSealed: null,
    nextCheckAt: nextDepositCheckAt(ctx.now()),
  }
}

/** Toss shows parts of a credited payment as given back: those that we did not ask for come out of the wallet. */
export async function followCancels(
  ctx: Ctx,
  tx: Tx,
  order: OrderRow,
  payment: Payment,
): Promise<Change | null> {
  const cancels = (payment.cancels ?? []).filter(
    ({ cancelStatus, cancelAmount }) => cancelStatus === 'DONE' && cancelAmount > 0,
  )
  if (cancels.length === 0) {
    alarm('charge.canceled_without_list', { orderId: order.id })
    return null
  }
  let { takenBack } = order
  let refunded = 0n
  for (const cancel of cancels) {
    const amount = BigInt(cancel.cancelAmount)
    const whose = await whoseCancel(tx, order, cancel)
    if (whose === 'ours') refunded += amount
    if (whose !== 'others') continue
    const taken = await takeOut(ctx, tx, order, {
      by: 'others',
      amount,
      reference: cancel.transactionKey,
      occurredAt: cancel.canceledAt ?? ctx.now(),
    })
    if (taken) takenBack += amount
  }
  const now = ctx.now()
  const watch = order.method === 'VIRTUAL_ACCOUNT' && order.approvedAt
  return {
    status: takenBack + refunded === order.amount ? 'CANCELED' : order.status,
    takenBack,
    nextCheckAt: watch ? nextUndoCheckAt(watch, now) : null,
  }
}

type Taken = {
  by: 'bank' | 'others'
  amount: bigint
  reference: string
  reverses?: string
  occurredAt: Date
}

/** Balance first, then debt; operators and the user are told. False where it was taken before. */
async function takeOut(ctx: Ctx, tx: Tx, order: OrderRow, taken: Taken): Promise<boolean> {
  const { id: orderId, userId: user } = order
  const { by, amount, ...how } = taken
  const balance = await lockBalance(tx, user, 'balance')
  const { replayed } = await post(tx, ctx, chargeReversal({ user, orderId, amount, ...how }))
  if (replayed) return false
  const owed = maxWon(0n, amount - balance)
  const detail = { by, amount: String(amount), owed: String(owed) }
  alarm('charge.reversed', { orderId, reference: how.reference, ...detail })
  await audit(ctx, tx, {
    action: 'charge.reversed',
    target: orderId,
    detail: { ...detail, reference: how.reference },
  })
  const data = { ...detail, orderId }
  await notify(tx, ctx, [{ userId: user, kind: 'charge.reversed', subject: how.reference, data }])
  return true
}

async function chargeOf(tx: Tx, reference: string): Promise<string> {
  const [row] = await tx
    .select({ id: transactions.id })
    .from(transactions)
    .where(and(eq(transactions.type, 'charge'), eq(transactions.reference, reference)))
  return row!.id
}
