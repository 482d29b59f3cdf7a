import { createHash } from 'node:crypto'
import { asc, eq, inArray, type InferSelectModel } from 'drizzle-orm'
import {
  bankAccounts,
  manualResults,
  manualTransfers,
  withdrawals,
  type ManualOutcome,
} from '@/db/schema/withdrawal'
import { withTx, type Tx } from '@/db/tx'
import { audit } from '@/lib/audit'
import type { Ctx } from '@/lib/context'
import { newId } from '@/lib/ids'
import { requireDuty } from '@/lib/identity/duties'
import { openAccount, type BankAccountRow } from '../account'
import { transferNumber } from './carrier'
import { readResultFile, type ResultRow, type Verdict } from './result-file'

type Transfer = InferSelectModel<typeof manualTransfers>
type Known = { transfer: Transfer; account: BankAccountRow }

const COUNTED = { COMPLETED: 'completed', FAILED: 'failed', RETURNED: 'returned' } as const

/**
 * Takes over what a bank's file says became of transfers. A row counts only where number, account and amount are those
 * of one transfer and its word is certain; every other is kept as a problem and changes nothing. The same file again
 * changes nothing. Throws FORBIDDEN without a role for it, and INVALID_REQUEST for what is no such file.
 */
export async function applyResults(
  ctx: Ctx,
  { operatorId, bytes }: { operatorId: string; bytes: Buffer },
): Promise<ManualOutcome> {
  await requireDuty(ctx.db, operatorId, 'transfers.carry')
  const rows = await readResultFile(bytes)
  return withTx(ctx.db, async (tx) => {
    const known = await lockKnown(tx, rows)
    const outcome: ManualOutcome = { completed: 0, failed: 0, returned: 0, repeated: 0, problems: [] }
    const changes: { transfer: Transfer; verdict: Verdict; reason: string }[] = []
    for (const row of rows) {
      const found = known.get(row.number)
      const why = problemOf(ctx, row, found) ?? againIn(rows, row)
      if (why) outcome.problems.push({ line: row.line, number: row.number, why })
      else if (row.verdict === 'pending') continue
      else if (found!.transfer.state === row.verdict) outcome.repeated++
      else {
        outcome[COUNTED[row.verdict!]]++
        changes.push({ transfer: found!.transfer, verdict: row.verdict!, reason: row.reason })
      }
    }
    const id = newId()
    const digest = createHash('sha256').update(bytes).digest('hex')
    await tx.insert(manualResults).values({ id, digest, outcome, readBy: operatorId, readAt: ctx.now() })
    for (const change of changes) await apply(ctx, tx, id, change)
    const { problems, ...counts } = outcome
    const detail = { digest, ...counts, problems: problems.length }
    await audit(ctx, tx, { action: 'withdrawal.results_read', target: id, detail })
    return outcome
  })
}

/** Of rows about one transfer the first counts, and only where all of them agree. */
function againIn(rows: ResultRow[], row: ResultRow): string | null {
  const same = rows.filter(({ number }) => number === row.number)
  if (same.some(({ verdict }) => verdict !== row.verdict))
    return '같은 이체의 결과가 파일 안에서 서로 달라요.'
  return same[0] === row ? null : '같은 이체가 파일에 두 번 있어요. 은행에서 두 번 나갔는지 확인해 주세요.'
}

/** By the bank's name for each, locked until the tx ends. */
async function lockKnown(tx: Tx, rows: ResultRow[]): Promise<Map<string, Known>> {
  const numbers = rows.flatMap(({ number }) => (/^PP\d{7}$/.test(number) ? [Number(number.slice(2))] : []))
  const known = await tx
    .select({ transfer: manualTransfers, account: bankAccounts })
    .from(manualTransfers)
    .innerJoin(withdrawals, eq(withdrawals.id, manualTransfers.withdrawalId))
    .innerJoin(bankAccounts, eq(bankAccounts.id, withdrawals.bankAccountId))
    .where(inArray(manualTransfers.number, numbers))
    .orderBy(asc(manualTransfers.number))
    .for('update', { of: manualTransfers })
  return new Map(known.map((row) => [transferNumber(row.transfer.number), row]))
}

/** Why a row cannot be taken at its word. */
function problemOf(ctx: Ctx, row: ResultRow, known: Known | undefined): string | null {
  if (!known) return '우리 이체 번호가 아니에요.'
  const { transfer, account } = known
  if (row.amount !== transfer.amount) return '금액이 우리 기록과 달라요.'
  if (row.account !== openAccount(ctx, account).accountNumber) return '계좌번호가 우리 기록과 달라요.'
  if (row.verdict === null) return '처리 결과를 알 수 없는 말이에요.'
  if (row.verdict === 'pending' || row.verdict === transfer.state) return null
  switch (transfer.state) {
    case 'WAITING':
      return '아직 파일에 담지 않은 이체예요.'
    case 'RETURNED':
      return '이미 돌아온 것으로 기록한 이체예요.'
    case 'COMPLETED':
      return row.verdict === 'FAILED'
        ? '이미 보낸 것으로 기록했어요. 돈이 돌아왔다면 처리 결과를 ‘반환’으로 적어 주세요.'
        : null
    default:
      return null
  }
}

/** The job settles it at its next turn. */
async function apply(
  ctx: Ctx,
  tx: Tx,
  resultId: string,
  { transfer, verdict, reason }: { transfer: Transfer; verdict: Verdict; reason: string },
): Promise<void> {
  const { withdrawalId } = transfer
  await tx
    .update(manualTransfers)
    .set({ state: verdict, resultId, reason: verdict === 'COMPLETED' ? null : reason || null })
    .where(eq(manualTransfers.withdrawalId, withdrawalId))
  await tx.update(withdrawals).set({ nextCheckAt: ctx.now() }).where(eq(withdrawals.id, withdrawalId))
}
