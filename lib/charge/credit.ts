import type { Tx } from '@/db/tx'
import type { Ctx } from '@/lib/context'
import { charge, depositReference, suspenseIn } from '@/lib/ledger/movements'
import { post } from '@/lib/ledger/post'
import { lockBalance } from '@/lib/ledger/read'
import { minWon } from '@/lib/money'
import { notify } from '@/lib/notification/notify'
import { readSetting } from '@/lib/settings/read-setting'
import { methodCode, type Payment } from '@/lib/toss/payment'
import { nextUndoCheckAt } from './deposit-watch'
import { paymentKeyOf, type Change, type OrderRow } from './order'
import { review } from './review'

/** Toss has the money: into the wallet, as far as the wallet may hold it. */
export async function credit(ctx: Ctx, tx: Tx, order: OrderRow, payment: Payment): Promise<Change> {
  const { id: orderId, userId: user, amount, depositsUndone: undone } = order
  const occurredAt = approvedAt(ctx, payment)
  const method = methodCode(payment)
  const byDeposit = method === 'VIRTUAL_ACCOUNT'
  const { cap } = await readSetting(ctx, 'charge', tx)
  const balance = await lockBalance(tx, user, 'balance')
  if (balance + amount > cap) return suspend(ctx, tx, order, payment, 'over_cap')
  const owed = byDeposit ? -(await lockBalance(tx, user, 'charge_debt')) : 0n
  await post(tx, ctx, charge({ user, orderId, amount, occurredAt, undone }))
  // Whoever pays by card is looking; a deposit may come days later.
  if (byDeposit) {
    const data = { amount: String(amount), repaid: String(minWon(amount, owed)), orderId }
    const subject = depositReference(orderId, undone)
    await notify(tx, ctx, [{ userId: user, kind: 'charge.deposited', subject, data }])
  }
  return {
    status: 'DONE',
    approvedAt: occurredAt,
    method,
    receiptUrlSealed: payment.receipt ? ctx.sealer.seal(payment.receipt.url) : null,
    cashReceiptType: payment.cashReceipt?.type ?? null,
    cashReceiptUrlSealed: payment.cashReceipt ? ctx.sealer.seal(payment.cashReceipt.receiptUrl) : null,
    failureCode: null,
    nextCheckAt: byDeposit ? nextUndoCheckAt(occurredAt, ctx.now()) : null,
    ...paymentKeyOf(ctx, payment),
  }
}

/** Toss has money for this order that may not be credited as it is: into suspense, and to a person. */
export async function suspend(
  ctx: Ctx,
  tx: Tx,
  order: OrderRow,
  payment: Payment,
  reason: string,
): Promise<Change> {
  const amount = BigInt(payment.totalAmount)
  if (amount > 0n) {
    const occurredAt = approvedAt(ctx, payment)
    await post(tx, ctx, suspenseIn({ orderId: order.id, amount, occurredAt }))
  }
  return review(ctx, tx, order, reason)
}

function approvedAt(ctx: Ctx, payment: Payment): Date {
  return payment.approvedAt ? new Date(payment.approvedAt) : ctx.now()
}
