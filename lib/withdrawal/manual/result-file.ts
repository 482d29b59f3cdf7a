import { bare, readBankTable, toAmount } from '@/lib/bank/read-table'
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

/**
 * Reads the file of results that a bank gives for a bulk transfer. Throws INVALID_REQUEST for what is no such file.
 */
export async function readResultFile(bytes: Buffer): Promise<ResultRow[]> {
  const table = await readBankTable(bytes, HEADS, NEEDED)
  if (!table) throw unreadable()
  return table.rows
    .filter(({ cell }) => cell('number') || cell('account'))
    .map(({ cell, line }) => ({
      line,
      number: cell('number'),
      account: cell('account').replaceAll(/\D/g, ''),
      amount: toAmount(cell('amount')),
      verdict: VERDICTS[bare(cell('verdict'))] ?? null,
      reason: cell('reason'),
    }))
}

function wordsFor<Of extends string>(verdict: Of, words: string[]): Record<string, Of> {
  return Object.fromEntries(words.map((word) => [word, verdict]))
}

function unreadable(): PosPayError {
  return new PosPayError('INVALID_REQUEST', {
    message:
      '결과 파일을 읽지 못했어요. 내통장표시, 입금계좌번호, 이체금액, 처리결과 열이 있는 XLSX나 CSV 파일을 올려 주세요.',
  })
}
