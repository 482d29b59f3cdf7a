import { readBankTable, toAmount, type Row } from '@/lib/bank/read-table'
import { PosPayError } from '@/lib/errors'
import { formatWon } from '@/lib/money'
import { isDay } from '@/lib/time'

/** One movement on the account as the bank's file says it. */
export type FileLine = {
  /** Where it is in the file, from 1. */
  line: number
  day: string
  /** `15:20:11`; null where the file says only the day. */
  time: string | null
  /** Won; negative for what left. */
  amount: bigint
  /** What the account held after it. */
  balance: bigint
  description: string
  counterparty: string
}

export type StatementFile = {
  /** The oldest first; each begins with what the one before it left. */
  lines: FileLine[]
  /** The last KST day that was asked for, where the file says so. */
  asked: string | null
}

/** How banks head the columns of what moved on an account (입출금 거래내역), without spaces. */
const HEADS = {
  day: ['거래일시', '거래일자', '거래일', '거래날짜', '일시', '날짜'],
  time: ['거래시간', '거래시각', '시간'],
  in: ['입금액', '입금금액', '입금', '맡기신금액'],
  out: ['출금액', '출금금액', '출금', '지급', '지급액', '찾으신금액'],
  balance: ['잔액', '거래후잔액', '거래후잔고'],
  description: ['적요', '거래내용', '거래구분', '구분'],
  memo: ['내통장표시', '통장표시내용', '통장메모', '송금메모', '메모'],
  counterparty: [
    '보낸분/받는분',
    '의뢰인/수취인',
    '받는분/보낸분',
    '기재내용',
    '상대계좌예금주명',
    '상대예금주',
    '내용',
  ],
} as const
type Column = keyof typeof HEADS
const NEEDED = ['day', 'in', 'out', 'balance'] as const satisfies Column[]

/** What one line of a statement is kept of at most; banks print some 20 characters. */
const LONGEST = 100

/**
 * Reads the bank's statement of an account: XLSX or CSV, the newest or the oldest line first. Throws INVALID_REQUEST for
 * what is none, and, with the line, where it cannot be read or does not begin with what the line before it left.
 */
export async function readStatementFile(bytes: Buffer): Promise<StatementFile> {
  const table = await readBankTable(bytes, HEADS, NEEDED)
  if (!table)
    throw refusal(
      '거래내역을 읽지 못했어요. 거래일시, 입금, 출금, 잔액 열이 있는 XLSX나 CSV 파일을 올려 주세요.',
    )
  const lines = table.rows.filter(isOfLine).map(toLine)
  const moved = lines.filter(({ amount }) => amount !== 0n)
  if (moved.length === 0) throw refusal('파일에 입금이나 출금이 하나도 없어요.')
  return { lines: inOrder(moved), asked: readAsked(table.above) }
}

/** Sums at the end name no day. */
function isOfLine({ cell }: Row<Column>): boolean {
  return /\d/.test(cell('day'))
}

function toLine({ line, cell }: Row<Column>): FileLine {
  const [date, clock] = [toDay(cell('day')), toTime(cell('time') || cell('day'))]
  if (!date) throw refusal(`${line}번째 줄의 거래일을 읽지 못했어요.`)
  const [paidIn, paidOut] = [toAmountOrNone(cell('in')), toAmountOrNone(cell('out'))]
  const balance = toBalance(cell('balance'))
  if (paidIn === null || paidOut === null || balance === null)
    throw refusal(`${line}번째 줄의 금액이나 잔액을 읽지 못했어요.`)
  if (paidIn !== 0n && paidOut !== 0n) throw refusal(`${line}번째 줄에 입금과 출금이 함께 적혀 있어요.`)
  const texts = [cell('description'), cell('memo')].filter(Boolean)
  return {
    ...{ line, day: date, time: clock, amount: paidIn - paidOut, balance },
    description: [...new Set(texts)].join(' · ').slice(0, LONGEST),
    counterparty: cell('counterparty').slice(0, LONGEST),
  }
}

const toAmountOrNone = (cell: string) => (cell === '' || cell === '-' ? 0n : toAmount(cell))

/** An account that may be overdrawn is below zero at times. */
function toBalance(cell: string): bigint | null {
  const amount = toAmount(cell.replace(/^-/, ''))
  return amount !== null && cell.startsWith('-') ? -amount : amount
}

const DAY = /(20\d\d)\D{0,2}(\d{1,2})\D{0,2}(\d{1,2})/

function toDay(cell: string): string | null {
  const [, year, month, date] = DAY.exec(cell) ?? []
  const day = year ? `${year}-${month!.padStart(2, '0')}-${date!.padStart(2, '0')}` : ''
  return isDay(day) ? day : null
}

function toTime(cell: string): string | null {
  return /\d\d:\d\d(:\d\d)?/.exec(cell)?.[0] ?? null
}

/** `조회기간: 2026.11.01 ~ 2026.11.27` */
function readAsked(above: string): string | null {
  const period = above.split('~')
  return period.length === 2 && toDay(period[0]!) ? toDay(period[1]!) : null
}

/** The oldest first, whichever way the bank has it: in one of the two its balances follow each other. */
function inOrder(lines: FileLine[]): FileLine[] {
  const reversed = lines.toReversed()
  const newestFirst = lines[0]!.day > lines.at(-1)!.day
  if (!newestFirst && torn(lines) === null) return lines
  if (lines[0]!.day >= lines.at(-1)!.day && torn(reversed) === null) return reversed
  const at = torn(newestFirst ? reversed : lines)!
  throw refusal(
    `${at.line}번째 줄의 잔액 ${formatWon(at.balance)}이 앞 거래와 이어지지 않아요. 빠지거나 겹친 줄이 없는지 확인해 주세요.`,
  )
}

/** The first that does not begin with what the one before it left. */
function torn(lines: FileLine[]): FileLine | null {
  return (
    lines.find(({ day, amount, balance }, index) => {
      const before = lines[index - 1]
      return before !== undefined && (before.balance + amount !== balance || before.day > day)
    }) ?? null
  )
}

export function refusal(message: string): PosPayError {
  return new PosPayError('INVALID_REQUEST', { message, fields: { file: message } })
}
