import { randomBytes } from 'node:crypto'
import { lt, sql } from 'drizzle-orm'
import { depositProofs, proofNodes } from '@/db/schema/proof'
import { withTx, type Tx } from '@/db/tx'
import type { Ctx } from '@/lib/context'
import { env } from '@/lib/env'
import { endOf, surelyBy } from '@/lib/ledger/moment'
import { log } from '@/lib/log'
import { growTree, leafNode, type Leaf, type Node } from './merkle'
import { signStatement, type Statement } from './statement'

type OwnLeaf = Leaf & { userId: string }
type Day = { day: string; through: bigint }

/** Rows of one statement: many wallets are many nodes. */
const CHUNK = 5_000

/**
 * Publishes the end of the last closed day, once: signs what is owed and where it is, with the root of a sum tree of
 * all wallets, and keeps the tree so that each user finds their own part. Answers the day, null when there is none to
 * do or nothing to sign with. Throws when the wallets do not add up to the book. Safe to run twice at once.
 */
export async function proveDeposits(ctx: Ctx, seed = env().PROOF_KEY): Promise<string | null> {
  if (!seed) return null
  return withTx(ctx.db, async (tx) => {
    const due = await findDue(tx)
    if (!due) return null
    const { day } = due
    const leaves = await readLeaves(tx, due)
    const levels = growTree(leaves.map(leafNode))
    const statement = await state(tx, due, levels.at(-1)?.[0] ?? null, leaves.length)
    const proof = { ...statement, ...signStatement(statement, seed), madeAt: ctx.now() }
    const made = await tx.insert(depositProofs).values(proof).onConflictDoNothing().returning()
    if (!made.length) return null
    await keepTree(tx, day, leaves, levels)
    await tx.delete(proofNodes).where(lt(proofNodes.day, day))
    log.info({ day, people: leaves.length, root: statement.root }, 'deposits proved')
    return day
  })
}

/** The last closed day, once its totals are counted and if it has no proof yet. */
async function findDue(tx: Tx): Promise<Day | null> {
  const { rows } = await tx.execute<{ day: string; through: string }>(sql`
    select business_date::text as day, through::text as through
    from (select * from closed_days order by business_date desc limit 1) last
    where through <= (select through from roll_up)
      and not exists (select from deposit_proofs p where p.day >= last.business_date)`)
  return rows[0] ? { day: rows[0].day, through: BigInt(rows[0].through) } : null
}

/**
 * Every wallet with something in it at the day's end, in an order that says nothing about whose they are. A day is
 * closed while the next one runs: what was posted of that by then is left out, wherever it stands in a wallet.
 */
async function readLeaves(tx: Tx, { day, through }: Day): Promise<OwnLeaf[]> {
  const { rows } = await tx.execute<{ user_id: string; balance: string; head: Buffer }>(sql`
    with early as (
      select e.wallet_id, e.wallet_version, e.amount from transactions t join entries e on e.transaction_id = t.id
      where t.seq > ${surelyBy(endOf(day))} and t.seq <= ${through} and t.business_date > ${day}::date)
    select * from (
      select w.user_id, e.hash as head, e.balance_after - coalesce((select sum(early.amount) from early
          where early.wallet_id = w.id and early.wallet_version < e.wallet_version), 0) as balance
      from wallets w cross join lateral (
        select e.balance_after, e.wallet_version, e.hash from entries e join transactions t on t.id = e.transaction_id
        where e.wallet_id = w.id and t.seq <= ${through} and t.business_date <= ${day}::date
        order by e.wallet_version desc limit 1) e
      where w.kind = 'balance') held
    where balance > 0`)
  return rows
    .map(({ user_id: userId, balance, head }) => ({
      userId,
      balance: BigInt(balance),
      head,
      salt: randomBytes(16),
    }))
    .toSorted((a, b) => Buffer.compare(a.salt, b.salt))
}

async function state(tx: Tx, { day, through }: Day, root: Node | null, people: number): Promise<Statement> {
  const { rows } = await tx.execute<Record<'deposits' | 'owed' | 'safeguarded' | 'at_toss', string>>(sql`
    select coalesce(sum(balance) filter (where account = 'balance'), 0)::text as deposits,
      coalesce(sum(balance) filter (where account in
        ('pending', 'withdrawable', 'withdrawals_in_transit', 'charge_refunds_in_transit', 'suspense')), 0)::text as owed,
      coalesce(-sum(balance) filter (where account = 'safeguarded_bank'), 0)::text as safeguarded,
      coalesce(-sum(balance) filter (where account in ('pg_receivable', 'pg_payout_balance')), 0)::text as at_toss
    from (select distinct on (account) account, balance from account_days where business_date <= ${day}::date
      order by account, business_date desc) held`)
  const { deposits, owed, safeguarded, at_toss: atToss } = rows[0]!
  const { rows: links } = await tx.execute<{ hash: Buffer }>(sql`
    select l.hash from platform_links l join transactions t on t.id = l.transaction_id
    where t.seq <= ${through} order by l.position desc limit 1`)
  if ((root?.sum ?? 0n) !== BigInt(deposits))
    throw new Error(`the wallets of ${day} add up to ${root?.sum ?? 0n}, the book has ${deposits}`)
  return {
    day,
    deposits: BigInt(deposits),
    people,
    otherOwed: BigInt(owed),
    safeguarded: BigInt(safeguarded),
    atToss: BigInt(atToss),
    root: root?.hash.toString('hex') ?? '',
    platformHead: links[0]?.hash.toString('hex') ?? '',
  }
}

async function keepTree(tx: Tx, day: string, leaves: OwnLeaf[], levels: Node[][]): Promise<void> {
  const rows = levels.flatMap((nodes, level) =>
    nodes.map((node, position) => {
      const { userId, salt, head } = level === 0 ? leaves[position]! : {}
      return { day, level, position, ...node, userId, salt, head }
    }),
  )
  for (let at = 0; at < rows.length; at += CHUNK)
    await tx.insert(proofNodes).values(rows.slice(at, at + CHUNK))
}
