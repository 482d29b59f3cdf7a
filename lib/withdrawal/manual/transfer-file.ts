import { asc, eq } from 'drizzle-orm'
import writeXlsx from 'write-excel-file/node'
import { bankAccounts, manualTransfers, withdrawals } from '@/db/schema/withdrawal'
import { audit } from '@/lib/audit'
import { bankName } from '@/lib/bank/banks'
import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { requireDuty } from '@/lib/identity/duties'
import { toJsonAmount } from '@/lib/money'
import { openAccount } from '../account'
import { MEMO } from '../resolve'
import { transferNumber } from './carrier'

type Row = { bank: string; account: string; amount: bigint; holder: string; number: string }

const text = (value: string) => ({ type: String, value })

/** The columns that the banks' bulk transfers ask for. Text stays text, so that no account loses its noughts. */
const COLUMNS = [
  { header: text('입금은행'), width: 16, cell: ({ bank }: Row) => text(bank) },
  { header: text('입금계좌번호'), width: 20, cell: ({ account }: Row) => text(account) },
  {
    header: text('이체금액'),
    width: 14,
    cell: ({ amount }: Row) => ({ type: Number, value: toJsonAmount(amount), format: '#,##0' }),
  },
  { header: text('예금주'), width: 14, cell: ({ holder }: Row) => text(holder) },
  { header: text('받는통장표시'), width: 14, cell: () => text(MEMO) },
  { header: text('내통장표시'), width: 14, cell: ({ number }: Row) => text(number) },
]

/**
 * A batch as the bank's bulk transfer reads it, the same however often it is asked for. It holds whole account numbers,
 * so that every download is written down. Throws FORBIDDEN without a role for it, and NOT_FOUND.
 */
export async function transferFile(
  ctx: Ctx,
  { operatorId, batch }: { operatorId: string; batch: number },
): Promise<Buffer> {
  await requireDuty(ctx.db, operatorId, 'transfers.carry')
  const rows = await ctx.db
    .select({ transfer: manualTransfers, account: bankAccounts })
    .from(manualTransfers)
    .innerJoin(withdrawals, eq(withdrawals.id, manualTransfers.withdrawalId))
    .innerJoin(bankAccounts, eq(bankAccounts.id, withdrawals.bankAccountId))
    .where(eq(manualTransfers.batch, batch))
    .orderBy(asc(manualTransfers.number))
  if (!rows.length) throw new PosPayError('NOT_FOUND')
  await audit(ctx, ctx.db, { action: 'withdrawal.file_downloaded', target: String(batch) })
  return toSheet(
    rows.map(({ transfer, account }) => {
      const { bankCode, accountNumber, holderName } = openAccount(ctx, account)
      const number = transferNumber(transfer.number)
      return {
        bank: bankName(bankCode),
        account: accountNumber,
        amount: transfer.amount,
        holder: holderName,
        number,
      }
    }),
  )
}

async function toSheet(rows: Row[]): Promise<Buffer> {
  const header = COLUMNS.map((column) => ({ ...column.header, fontWeight: 'bold' as const }))
  const cells = rows.map((row) => COLUMNS.map(({ cell }) => cell(row)))
  const columns = COLUMNS.map(({ width }) => ({ width }))
  return writeXlsx([header, ...cells], { columns, sheet: '이체' }).toBuffer()
}
