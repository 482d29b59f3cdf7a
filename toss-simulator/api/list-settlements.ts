import type { ApiHandler } from '@/toss-simulator/api/handler'
import { TossError } from '@/toss-simulator/errors'
import { settlementsOf } from '@/toss-simulator/payments/settlement'

const DEFAULT_SIZE = 100
const MAXIMUM_SIZE = 5_000
const DATE_TYPES = ['soldDate', 'paidOutDate'] as const

/** `GET /v1/settlements`: what is settled on the days from `startDate` to `endDate`, both included, oldest first. */
export const listSettlements: ApiHandler = (simulator, { credential, query }) => {
  const from = readDay(query.get('startDate'))
  const to = readDay(query.get('endDate'))
  if (to < from) throw new TossError('INVALID_DATE')
  const wanted = query.get('dateType') || 'soldDate'
  const dateType = DATE_TYPES.find((each) => each === wanted)
  if (!dateType) throw new TossError('INVALID_REQUEST')
  const page = readCount(query.get('page'), 1)
  const size = readCount(query.get('size'), DEFAULT_SIZE)
  if (size > MAXIMUM_SIZE) throw new TossError('INVALID_REQUEST')
  return simulator.store
    .listPayments()
    .filter(({ payment }) => payment.mId === credential.merchant.mId)
    .flatMap((record) => settlementsOf(simulator, record))
    .filter((settlement) => from <= settlement[dateType] && settlement[dateType] <= to)
    .sort((a, b) => order(`${a[dateType]} ${a.transactionKey}`, `${b[dateType]} ${b.transactionKey}`))
    .slice((page - 1) * size, page * size)
}

function order(a: string, b: string): number {
  return a < b ? -1 : 1
}

/** Toss: `yyyy-MM-dd`, nothing else. */
function readDay(text: string | null): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text ?? '') || Number.isNaN(Date.parse(text!))) {
    throw new TossError('INVALID_DATE')
  }
  return text!
}

/** Official samples send it empty: then it is absent. */
function readCount(text: string | null, absent: number): number {
  if (!text) return absent
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new TossError('INVALID_REQUEST')
  return Number(text)
}
