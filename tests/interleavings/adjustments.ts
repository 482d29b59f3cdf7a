import { adjustments } from '@/db/schema/adjustment'
import { users } from '@/db/schema/identity'
import type { Ctx } from '@/lib/context'
import { newCustomerKey, newId } from '@/lib/ids'
import { requestHash } from '@/lib/ledger/columns'
import { adjustment, type Leg } from '@/lib/ledger/movements'
import type { Table } from './table'

export type Asked = { adjustmentId: string; hash: string; operatorId: string }

/** What an operator wants taken of A's balance. */
const TAKEN = 9_000n

/** An adjustment in A's wallet at the start of every schedule, which waits for its second person. */
export async function setAdjustments(ctx: Ctx, tables: Table[]): Promise<void> {
  const [madeBy, approver] = [newId(), newId()]
  const operator = (id: string, role: 'finance_maker' | 'finance_approver') => ({
    ...{ id, name: '최유진', roles: [role], customerKey: newCustomerKey(), createdAt: ctx.now() },
  })
  await ctx.db
    .insert(users)
    .values([operator(madeBy, 'finance_maker'), operator(approver, 'finance_approver')])
  const rows = tables.map(({ A, asked: { adjustmentId: id } }) => {
    const legs: Leg[] = [
      { account: 'balance', user: A, amount: -TAKEN },
      { account: 'fee_revenue', amount: TAKEN },
    ]
    const posted = adjustment({ type: 'adjustment', adjustmentId: id, legs, occurredAt: ctx.now() })
    return {
      ...{ id, type: 'adjustment' as const, hash: requestHash(posted).toString('hex') },
      legs: legs.map((leg) => ({ ...leg, amount: String(leg.amount) })),
      ...{ reason: '이용료 누락', madeBy, madeAt: ctx.now() },
    }
  })
  await ctx.db.insert(adjustments).values(rows)
  for (const [place, { asked }] of tables.entries()) {
    Object.assign(asked, { hash: rows[place]!.hash, operatorId: approver })
  }
}
