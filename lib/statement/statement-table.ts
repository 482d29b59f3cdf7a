import type { MonthStatement } from './read-month'
import type { WithdrawalStatement } from './read-withdrawal'
import type { Line, Stretch } from './statement'
import type { Cell, Column, Table } from '@/lib/document/table'
import { splitWithheld } from '@/lib/money'

const COLUMNS: Column[] = [
  { head: '날짜', kind: 'text', width: 52 },
  { head: '내용', kind: 'text', width: 88 },
  { head: '공간', kind: 'text', width: 118 },
  { head: '이용일', kind: 'text', width: 52 },
  { head: '결제 금액', kind: 'won', width: 66 },
  { head: '환불', kind: 'won', width: 66 },
  { head: '수수료', kind: 'won', width: 60 },
  { head: '부가세', kind: 'won', width: 56 },
  { head: '정산 금액', kind: 'won', width: 70 },
  { head: '예약 번호', kind: 'text', width: 138 },
]

/** Whose statement it is and what it is about, as `facts`. */
type Named = { title: string; facts: Table['facts'] }

/** `sentAs`: what became of the money for the bank. */
export function toWithdrawalTable(
  statement: WithdrawalStatement,
  { sentAs, ...named }: Named & { sentAs: string },
): Table {
  const { opening, totals, closing, withdrawn, withheld, sent } = statement
  const tax = splitWithheld(withheld)
  const figures = [
    { label: '이월 금액', amount: opening },
    { label: '정산 금액', amount: totals.net },
    { label: '다음으로 이월', amount: -closing },
    { label: '출금액', amount: withdrawn, strong: true },
    { label: '소득세', amount: -tax.income },
    { label: '지방소득세', amount: -tax.local },
    { label: sentAs, amount: sent, strong: true },
  ]
  return { ...named, ...toBody(statement), sums: [{ title: '출금 요약', figures }] }
}

export function toMonthTable(statement: MonthStatement, named: Named): Table {
  const { opening, lines, totals, closing, fees, over } = statement
  const withdrawn = lines.filter(({ type }) => type === 'withdraw').reduce((sum, { net }) => sum + net, 0n)
  const money = [
    { label: '월초 잔액', amount: opening },
    { label: '정산 금액', amount: totals.net - withdrawn },
    { label: '출금', amount: withdrawn },
    { label: over ? '월말 잔액' : '지금 잔액', amount: closing, strong: true },
  ]
  const invoice = [
    { label: '공급가액', amount: fees.supply },
    { label: '부가세', amount: fees.vat },
    { label: '합계', amount: fees.supply + fees.vat, strong: true },
  ]
  const sums = [
    { title: '출금 가능 금액', figures: money },
    { title: '수수료 세금계산서', figures: invoice },
  ]
  return { ...named, ...toBody(statement), sums }
}

function toBody({ lines, totals }: Stretch): Pick<Table, 'columns' | 'rows' | 'totals'> {
  const { gross, refunded, supply, vat, net } = totals
  const sums = ['합계', '', '', '', gross, refunded, supply, vat, net, '']
  return { columns: COLUMNS, rows: lines.map(toRow), totals: sums }
}

function toRow({ date, title, booking, gross, refunded, supply, vat, net }: Line): Cell[] {
  const parts = booking ? [gross, refunded, supply, vat] : [null, null, null, null]
  return [
    ...[date, title, booking?.spaceName ?? '', booking?.day ?? ''],
    ...parts,
    net,
    booking?.bookingId ?? '',
  ]
}
