import type { Ctx } from '@/lib/context'
import { PosPayError } from '@/lib/errors'
import { isMonth } from '@/lib/period'
import { filedBy } from '@/lib/tax/filing-days'
import { readMonthStatement } from '@/lib/statement/read-month'
import { readWithdrawalStatement } from '@/lib/statement/read-withdrawal'
import { toMonthTable, toWithdrawalTable } from '@/lib/statement/statement-table'
import type { Table } from '@/lib/document/table'
import { kstDay } from '@/lib/time'
import { getWithdrawal, type SentWithdrawal } from '@/lib/withdrawal/read'

type Owner = { id: string; name: string }

/** The statement of one of the owner's withdrawals. Throws NOT_FOUND, for another's just as for none. */
export async function readWithdrawalTable(ctx: Ctx, owner: Owner, withdrawalId: string): Promise<Table> {
  const withdrawal = await getWithdrawal(ctx, owner.id, withdrawalId)
  const statement = await readWithdrawalStatement(ctx, owner.id, withdrawalId)
  const facts = [
    { label: '공간 등록자', value: owner.name },
    { label: '받는 계좌', value: `${withdrawal.account} (${withdrawal.holderName})` },
    { label: '출금 요청일', value: kstDay(withdrawal.requestedAt) },
    { label: '처리 결과', value: outcomeOf(withdrawal) },
    { label: '출금 번호', value: withdrawalId },
  ]
  const title = `정산내역서 · ${statement.date} 출금`
  return toWithdrawalTable(statement, { title, facts, sentAs: SENT_AS[withdrawal.status] })
}

const SENT_AS: Record<SentWithdrawal['status'], string> = {
  REQUESTED: '입금할 금액',
  APPROVED: '입금할 금액',
  SENDING: '입금할 금액',
  COMPLETED: '입금액',
  FAILED: '입금되지 않은 금액',
  CANCELED: '입금되지 않은 금액',
  RETURNED: '입금되지 않은 금액',
}

function outcomeOf({ completedAt, reason }: SentWithdrawal): string {
  return reason ?? (completedAt ? `${kstDay(completedAt)} 입금` : '은행으로 보낼 준비 중')
}

/** The owner's statement of a KST month, `2026-11`. Throws NOT_FOUND for one that has not begun. */
export async function readMonthTable(ctx: Ctx, owner: Owner, month: string): Promise<Table> {
  if (!isMonth(month) || kstDay(ctx.now()) < `${month}-01`) throw new PosPayError('NOT_FOUND')
  const statement = await readMonthStatement(ctx, owner.id, month)
  const [year, number] = month.split('-')
  const facts = [
    { label: '공간 등록자', value: owner.name },
    { label: '기간', value: `${statement.from} ~ ${statement.to}` },
    { label: '수수료 세금계산서', value: `${filedBy('fees', month)}까지 발급` },
  ]
  return toMonthTable(statement, { title: `정산내역서 · ${year}년 ${Number(number)}월`, facts })
}
