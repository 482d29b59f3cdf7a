import { payouts, sellers } from '@/db/schema/payout'
import { bankAccounts, withdrawals } from '@/db/schema/withdrawal'
import type { Ctx } from '@/lib/context'
import { newId, newRefSellerId } from '@/lib/ids'
import { charge, withdraw } from '@/lib/ledger/movements'
import { postSet } from '@/lib/ledger/post'
import { addMs, DAY_MS, HOUR_MS, kstDay } from '@/lib/time'
import { COMPANY } from '../withdrawal/toss-support'
import type { ScriptedPayouts } from './scripted-payouts'
import type { Table } from './table'

/**
 * What Toss carries at the start of every schedule. K has not been sent. M waits, since it goes to B's account of before,
 * and the seller holds the one of now. O is A's: Toss has paid it, and nobody has heard.
 */
const CARRIED = {
  K: { amount: 2_500n, status: 'APPROVED', by: 'B' },
  M: { amount: 1_200n, status: 'SENDING', by: 'B' },
  O: { amount: 700n, status: 'SENDING', by: 'A' },
} as const
export type CarriedName = keyof typeof CARRIED
export const CARRIED_NAMES = Object.keys(CARRIED) as CarriedName[]
const FUNDED = { A: CARRIED.O.amount, B: CARRIED.K.amount + CARRIED.M.amount }

/** Where what Toss carries goes, and whom it pays. */
export type Carried = {
  /** B's account of before, and A's. */
  accounts: { M: string; O: string }
  sellers: { A: string; B: string }
  ids: Record<CarriedName, string>
}

export const newCarried = (): Carried => ({
  accounts: { M: newId(), O: newId() },
  sellers: { A: `seller_${newId()}`, B: `seller_${newId()}` },
  ids: { K: newId(), M: newId(), O: newId() },
})

export const payoutIdOf = (withdrawalId: string): string => `FPA_${withdrawalId}`

/** Numbers by which an account is known at Toss: B's of now, B's of before, and A's. */
const NUMBERS = { K: '3330000001234', M: '3330000005678', O: '3330000009012' } as const

export async function setCarried(ctx: Ctx, toss: ScriptedPayouts, tables: Table[]): Promise<void> {
  const asked = addMs(ctx.now(), -DAY_MS)
  await ctx.db.insert(bankAccounts).values(tables.flatMap((table) => accountsOf(ctx, table)))
  const told = tables.flatMap((table) => sellersOf(ctx, table))
  await ctx.db.insert(sellers).values(told)
  await ctx.db
    .insert(withdrawals)
    .values(tables.flatMap((table) => CARRIED_NAMES.map((name) => toRow(ctx, table, name, asked))))
  await ctx.db.insert(payouts).values(
    tables.map(({ A, carried: { ids, sellers: at } }) => ({
      ...{ withdrawalId: ids.O, userId: A, attempt: 1, destination: at.A, amount: CARRIED.O.amount },
      ...{ payoutId: payoutIdOf(ids.O), askedAt: addMs(ctx.now(), -HOUR_MS) },
    })),
  )
  await fund(ctx, tables)
  for (const { sellerId, refSellerId, userId } of told) {
    const { A } = tables.find((table) => table.A === userId || table.B === userId)!
    toss.holdSeller({ id: sellerId, refSellerId, account: userId === A ? NUMBERS.O : NUMBERS.K })
  }
  for (const { carried } of tables) {
    const { amount } = CARRIED.O
    const paid = { id: payoutIdOf(carried.ids.O), refPayoutId: carried.ids.O, amount }
    toss.holdPayout({ ...paid, destination: carried.sellers.A })
  }
}

/** Earnings of theirs, and the withdrawals that took them. */
async function fund(ctx: Ctx, tables: Table[]): Promise<void> {
  const occurredAt = addMs(ctx.now(), -DAY_MS)
  const earned = tables.flatMap((table) =>
    (['A', 'B'] as const).map((who) => ({
      ...charge({ user: table[who], orderId: table.orders.X, amount: FUNDED[who], occurredAt }),
      reference: `earned-${table[who]}`,
      legs: [
        { account: 'pg_receivable' as const, amount: -FUNDED[who] },
        { account: 'withdrawable' as const, user: table[who], amount: FUNDED[who] },
      ],
    })),
  )
  const taken = tables.flatMap((table) =>
    CARRIED_NAMES.map((name) => {
      const { amount, by } = CARRIED[name]
      return withdraw({
        withdrawalId: table.carried.ids[name],
        user: table[by],
        amount,
        withheld: 0n,
        occurredAt,
      })
    }),
  )
  for (const movements of [earned, taken]) {
    await postSet(
      ctx.db,
      movements.map((movement) => ({ by: ctx, movement })),
    )
  }
}

/** B's of before is closed: the one of now is set with B's other withdrawals. */
function accountsOf({ now, sealer }: Ctx, { A, B, carried: { accounts } }: Table) {
  const at = addMs(now(), -3 * DAY_MS)
  const account = (id: string, userId: string, number: string) => ({
    ...{ id, userId, bankCode: '90', tail: number.slice(-4), numberSealed: sealer.seal(number) },
    ...{ fingerprint: id, holderName: '김하늘', codeHash: '', triesLeft: 3, codeExpiresAt: at },
    ...{ requestedAt: at, verifiedAt: at, usableFrom: at },
  })
  return [
    { ...account(accounts.M, B, NUMBERS.M), state: 'CLOSED' as const, closedAt: now() },
    { ...account(accounts.O, A, NUMBERS.O), state: 'VERIFIED' as const },
  ]
}

function sellersOf({ now, sealer }: Ctx, { A, B, account, carried }: Table) {
  const seller = (userId: string, sellerId: string, bankAccountId: string) => ({
    ...{ userId, sellerId, bankAccountId, refSellerId: newRefSellerId(), businessType: COMPANY.businessType },
    ...{ contactSealed: sealer.seal(JSON.stringify(COMPANY)), updatedAt: now(), revision: 1 },
    ...{ state: 'HOLDING' as const, status: 'PARTIALLY_APPROVED' as const },
  })
  const { sellers: at, accounts } = carried
  return [seller(A, at.A, accounts.O), seller(B, at.B, account)]
}

function toRow({ now }: Ctx, table: Table, name: CarriedName, asked: Date): typeof withdrawals.$inferInsert {
  const { amount, status, by } = CARRIED[name]
  const { accounts, ids } = table.carried
  const bankAccountId = name === 'K' ? table.account : accounts[name]
  return {
    ...{ id: ids[name], userId: table[by], bankAccountId, amount, status },
    ...{ requestKey: `key-of-${name}`, approvalsNeeded: 0, arrivesBy: kstDay(now()), requestedAt: asked },
    ...{ nextCheckAt: addMs(now(), DAY_MS), updatedAt: asked },
    ...(status === 'SENDING' && { sentAt: asked, carrier: 'toss' as const }),
    ...(name === 'M' && { reason: 'turn' as const }),
  }
}

/** What Toss has paid for them and to where, with a name for each account. */
export function readPaid(toss: ScriptedPayouts, { carried }: Table): string {
  const names = CARRIED_NAMES.map((name) => [NUMBERS[name], `the account of ${name}`] as const)
  const nameOf = (number: string) => names.find(([known]) => known === number)![1]
  return CARRIED_NAMES.map((name) => {
    const paid = toss.paidFor(carried.ids[name]).map(nameOf)
    return `Toss paid ${name} to ${paid.join(' and ') || 'nobody'}`
  }).join(', ')
}
