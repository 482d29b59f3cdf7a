import { parse } from 'csv-parse/sync'
import { readSheet } from 'read-excel-file/node'
import { PosPayError } from '@/lib/errors'

export type Verdict = 'COMPLETED' | 'FAILED' | 'RETURNED'

/** One row of a bank's file, as it says it; what could not be read is null. */
export type ResultRow = {
  /** Where it is in the file, from 1. */
  line: number
  number: string
  account: string
  amount: bigint | null
  /** `pending`: the bank has not come to it yet. */
  verdict: Verdict | 'pending' | null
  reason: string
}

/** How banks head the columns of their bulk transfers' results, without spaces. */
const HEADS = {
  number: [
    '내통장표시',
    '내통장표시내용',
    '내통장메모',
    '출금통장표시',
    '출금통장표시내용',
    '출금통장메모',
    '출금계좌표시',
  ],
  account: ['입금계좌번호', '입금계좌', '받는계좌번호', '받는계좌', '계좌번호'],
  amount: ['이체금액', '입금금액', '처리금액', '이체요청금액', '금액'],
  verdict: ['처리결과', '이체결과', '처리상태', '이체상태', '결과', '상태'],
  reason: ['오류사유', '오류내용', '오류메시지', '불능사유', '실패사유', '처리내용', '사유', '비고'],
} as const
const NEEDED = ['number', 'account', 'amount', 'verdict'] as const

/** Only what is certain: any other word is for people to look at. */
const VERDICTS: Record<string, NonNullable<ResultRow['verdict']>> = {
  ...wordsFor('COMPLETED', [
    '정상',
    '정상처리',
    '정상완료',
    '성공',
    '완료',
    '이체완료',
    '처리완료',
    '입금완료',
  ]),
  ...wordsFor('FAILED', ['오류', '실패', '불능', '이체실패', '이체불능', '입금불능', '처리불능', '거절']),
  ...wordsFor('RETURNED', ['반환', '반송', '입금반환', '타행반환']),
  ...wordsFor('pending', ['대기', '예약', '처리중', '진행중', '접수']),
}

type Column = keyof typeof HEADS
type Table = string[][]

/** Banks put a title and a summary above the table. */
const MOST_ABOVE = 20

/**
 * Reads the file of results that a bank gives for a bulk transfer: XLSX, or CSV in UTF-8 or EUC-KR. Throws
 * INVALID_REQUEST for what is no such file.
 */
export async function readResultFile(bytes: Buffer): Promise<ResultRow[]> {
  const table = await readTable(bytes)
  const head = table.slice(0, MOST_ABOVE).findIndex((cells) => hasAll(columnsOf(cells)))
  if (head < 0) throw unreadable()
  const columns = columnsOf(table[head]!)
  const cell = (cells: string[], column: Column) => {
    const index = columns[column]
    return index === undefined ? '' : (cells[index] ?? '').trim()
  }
  return table
    .map((cells, index) => ({ cells, line: index + 1 }))
    .slice(head + 1)
    .filter(({ cells }) => cell(cells, 'number') || cell(cells, 'account'))
    .map(({ cells, line }) => ({
      line,
      number: cell(cells, 'number'),
      account: cell(cells, 'account').replaceAll(/\D/g, ''),
      amount: toAmount(cell(cells, 'amount')),
      verdict: VERDICTS[bare(cell(cells, 'verdict'))] ?? null,
      reason: cell(cells, 'reason'),
    }))
}

function wordsFor<Of extends string>(verdict: Of, words: string[]): Record<string, Of> {
  return Object.fromEntries(words.map((word) => [word, verdict]))
}

const isZip = (bytes: Buffer) => bytes.subarray(0, 2).toString('latin1') === 'PK'

async function readTable(bytes: Buffer): Promise<Table> {
  try {
    if (!isZip(bytes)) return parse(decode(bytes), { relaxColumnCount: true, bom: true })
    const sheet = await readSheet(bytes)
    return sheet.map((row) => row.map((value) => (value === null ? '' : String(value))))
  } catch {
    throw unreadable()
  }
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('euc-kr', { fatal: true }).decode(bytes)
  }
}

/** Without spaces and what stands in brackets: `이체금액 (원)`. */
function bare(cell: string): string {
  return cell.replaceAll(/\(.*?\)|\[.*?\]|\s/g, '')
}

function columnsOf(cells: string[]): Partial<Record<Column, number>> {
  const heads = cells.map(bare)
  const found = (Object.keys(HEADS) as Column[]).flatMap((column) => {
    const name = HEADS[column].find((candidate) => heads.includes(candidate))
    return name ? [[column, heads.indexOf(name)]] : []
  })
  return Object.fromEntries(found)
}

function hasAll(columns: Partial<Record<Column, number>>): boolean {
  return NEEDED.every((column) => columns[column] !== undefined)
}

function toAmount(cell: string): bigint | null {
  const digits = cell.replaceAll(/[,원\s]/g, '')
  return /^\d{1,15}$/.test(digits) ? BigInt(digits) : null
}

function unreadable(): PosPayError {
  return new PosPayError('INVALID_REQUEST', {
    message:
      '결과 파일을 읽지 못했어요. 내통장표시, 입금계좌번호, 이체금액, 처리결과 열이 있는 XLSX나 CSV 파일을 올려 주세요.',
  })
}
