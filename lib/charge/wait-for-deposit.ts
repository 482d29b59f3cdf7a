import type { Tx } from '@/db/tx'
import type { Ctx } from '@/lib/context'
import { depositReference } from '@/lib/ledger/movements'
import { notify } from '@/lib/notification/notify'
import { addMs, HOUR_MS } from '@/lib/time'
import { methodCode, type Payment } from '@/lib/toss/payment'
import { nextDepositCheckAt } from './deposit-watch'
import { paymentKeyOf, type Change, type OrderRow } from './order'

/** Toss says when nobody can pay any more; if it should not, we close an account so long after its time. */
const GRACE_MS = HOUR_MS

/** Toss has given the payer an account to pay to. Toss does not tell when its time is over: our own look does. */
export async function waitForDeposit(ctx: Ctx, tx: Tx, order: OrderRow, payment: Payment): Promise<Change> {
  const now = ctx.now()
  const dueAt = payment.virtualAccount?.dueDate ?? order.dueAt
  const account = { ...accountOf(ctx, order, payment), ...paymentKeyOf(ctx, payment) }
  if (payment.virtualAccount?.expired || (dueAt && addMs(dueAt, GRACE_MS) < now)) {
    const { id: orderId, userId, amount, depositsUndone } = order
    const subject = depositReference(orderId, depositsUndone)
    const data = { amount: String(amount), orderId }
    await notify(tx, ctx, [{ userId, kind: 'charge.expired', subject, data }])
    return { ...account, status: 'EXPIRED', nextCheckAt: null }
  }
  return {
    ...account,
    status: 'WAITING_FOR_DEPOSIT',
    method: methodCode(payment),
    nextCheckAt: nextDepositCheckAt(now),
  }
}

/** What is new of it. The secret is said when the account is issued, and need not be later. */
function accountOf({ sealer }: Ctx, order: OrderRow, { virtualAccount, secret }: Payment): Change {
  return {
    ...(virtualAccount && !order.accountNumberSealed
      ? {
          bankCode: virtualAccount.bankCode,
          accountNumberSealed: sealer.seal(virtualAccount.accountNumber),
          accountHolder: virtualAccount.customerName ?? null,
          dueAt: virtualAccount.dueDate,
        }
      : {}),
    ...(secret && !order.secretSealed ? { secretSealed: sealer.seal(secret) } : {}),
  }
}
