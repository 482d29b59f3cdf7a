import { bankAccounts, withdrawals } from '@/db/schema/withdrawal'
import type { Ctx } from '@/lib/context'
import { withdraw, withdrawPaid } from '@/lib/ledger/movements'
import { postSet } from '@/lib/ledger/post'
import { addMs, DAY_MS, kstDay } from '@/lib/time'
import type { ScriptedBank } from './scripted-bank'
import type { Table } from './table'

/**
 * B's withdrawals at the start of every schedule. N has not been sent. F was sent, and the bank could not carry it out.
 * C arrived, and has come back since.
 */
const WITHDRAWALS = {
  N: { amount: 3_000n, status: 'APPROVED' },
  F: { amount: 1_000n, status: 'SENDING' },
  C: { amount: 1_500n, status: 'COMPLETED' },
} as const
export type WithdrawalName = keyof typeof WITHDRAWALS
export const WITHDRAWAL_NAMES = Object.keys(WITHDRAWALS) as WithdrawalName[]

/** To an account that was verified before any of them was asked for. */
export async function setWithdrawals(ctx: Ctx, bank: ScriptedBank, tables: Table[]): Promise<void> {
  const asked = addMs(ctx.now(), -2 * DAY_MS)
  await ctx.db.insert(bankAccounts).values(
    tables.map(({ account, B }) => ({
      ...{ id: account, userId: B, state: 'VERIFIED' as const, bankCode: '90', tail: '1234' },
      ...{ numberSealed: ctx.sealer.seal('3330000001234'), fingerprint: account, holderName: '김하늘' },
      ...{ codeHash: '', triesLeft: 3, codeExpiresAt: asked, requestedAt: asked, verifiedAt: asked },
      usableFrom: asked,
    })),
  )
  await ctx.db
    .insert(withdrawals)
    .values(tables.flatMap((table) => WITHDRAWAL_NAMES.map((name) => toRow(ctx, table, name, asked))))
  const moved = tables.flatMap((table) =>
    WITHDRAWAL_NAMES.map((name) =>
      withdraw({
        withdrawalId: table.withdrawals[name],
        user: table.B,
        amount: WITHDRAWALS[name].amount,
        withheld: 0n,
        occurredAt: asked,
      }),
    ),
  )
  const arrived = tables.map(({ withdrawals: { C } }) =>
    withdrawPaid({
      withdrawalId: C,
      amount: WITHDRAWALS.C.amount,
      withheld: 0n,
      paidFrom: 'safeguarded_bank',
      occurredAt: asked,
    }),
  )
  for (const movements of [moved, arrived]) {
    await postSet(
      ctx.db,
      movements.map((movement) => ({ by: ctx, movement })),
    )
  }
  for (const { withdrawals: ids } of tables) {
    bank.hold(ids.F, { kind: 'failed', transferId: null, code: 'ACCOUNT_CLOSED' })
    bank.hold(ids.C, { kind: 'returned', transferId: `bank_${ids.C}`, code: 'RETURNED_BY_BANK' })
  }
}

function toRow(
  { now }: Ctx,
  table: Table,
  name: WithdrawalName,
  asked: Date,
): typeof withdrawals.$inferInsert {
  const { amount, status } = WITHDRAWALS[name]
  return {
    ...{ id: table.withdrawals[name], userId: table.B, bankAccountId: table.account, amount, status },
    ...{ requestKey: `key-of-${name}`, approvalsNeeded: 0, arrivesBy: kstDay(now()), requestedAt: asked },
    ...{ nextCheckAt: addMs(now(), DAY_MS), updatedAt: asked },
    ...(status !== 'APPROVED' && { sentAt: asked, carrier: 'simulated_bank' as const }),
    ...(status === 'COMPLETED' && { completedAt: asked, endedAt: asked }),
  }
}
