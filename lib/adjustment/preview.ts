import { sql } from 'drizzle-orm'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import { DEBT_KINDS, type Account, type WalletKind } from '@/db/schema/ledger'
import { PosPayError } from '@/lib/errors'
import { requestHash } from '@/lib/ledger/columns'
import { adjustment, type Leg } from '@/lib/ledger/movements'
import { readTotals } from '@/lib/ledger/totals'
import { maskName } from '@/lib/mask'
import { toLegs, type Draft } from './draft'
import { requireAllowed } from './rules'

/** An entry as it would be posted, and what its account would hold before and after it. Won, credit positive. */
export type PreviewLeg = {
  account: Account
  amount: bigint
  userId: string | null
  userName: string | null
  before: bigint
  after: bigint
}

export type Preview = { hash: string; legs: PreviewLeg[] }

/**
 * The exact entries, what they would leave, and the hash that stands for them. Throws INVALID_REQUEST, NOT_FOUND for
 * nobody's wallet, INSUFFICIENT_BALANCE and STATE_CONFLICT where the balances do not allow it now.
 */
export async function previewAdjustment(db: NodePgDatabase, draft: Draft): Promise<Preview> {
  const legs = toLegs(draft.legs)
  requireAllowed(draft.type, legs)
  const [held, totals] = [await readHeld(db, legs), await readTotals(db)]
  const shown = legs.map((leg) => {
    const user = 'user' in leg ? leg.user : null
    const wallet = user ? held.find((one) => one.userId === user && one.kind === leg.account) : undefined
    if (user && !wallet) throw new PosPayError('NOT_FOUND', { message: '회원 번호를 다시 확인해 주세요.' })
    const before = wallet?.balance ?? totals.find(({ account }) => account === leg.account)!.balance
    const { account, amount } = leg
    const userName = wallet ? maskName(wallet.name) : null
    return { account, amount, userId: user, userName, before, after: before + amount }
  })
  requireSound(shown, held)
  return { hash: hashOf(draft), legs: shown }
}

/** The ledger's own hash of what it would be asked to post. */
function hashOf(draft: Draft): string {
  const { id: adjustmentId, type, reverses } = draft
  const occurredAt = new Date(0)
  return requestHash(
    adjustment({ type, adjustmentId, reverses, legs: toLegs(draft.legs), occurredAt }),
  ).toString('hex')
}

type Held = { userId: string; name: string; kind: WalletKind; balance: bigint }

async function readHeld(db: NodePgDatabase, legs: Leg[]): Promise<Held[]> {
  const users = legs.flatMap((leg) => ('user' in leg ? [leg.user] : []))
  const { rows } = await db.execute<Omit<Held, 'balance'> & { balance: string }>(sql`
    select u.id as "userId", u.name, w.kind, w.balance::text from wallets w join users u on u.id = w.user_id
    where u.id = any(${sql.param(users)}::uuid[])`)
  return rows.map((row) => ({ ...row, balance: BigInt(row.balance) }))
}

/** No wallet below zero, no debt above it, and nobody with both a balance and a debt for a charge taken back. */
function requireSound(legs: PreviewLeg[], held: Held[]): void {
  for (const { account, userId, after } of legs) {
    if (userId === null) continue
    if ((DEBT_KINDS as readonly string[]).includes(account) ? after > 0n : after < 0n) {
      throw new PosPayError('INSUFFICIENT_BALANCE', {
        message: '회원에게 남은 금액보다 많아서 올릴 수 없어요.',
      })
    }
    const left = (kind: WalletKind) =>
      legs.find((leg) => leg.userId === userId && leg.account === kind)?.after ??
      held.find((one) => one.userId === userId && one.kind === kind)!.balance
    if (left('balance') > 0n && left('charge_debt') < 0n) {
      throw new PosPayError('STATE_CONFLICT', {
        message: '회수할 충전금이 남은 회원이에요. 그 금액부터 먼저 줄여 주세요.',
      })
    }
  }
}
