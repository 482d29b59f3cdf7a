import { bringUpToDate, type Transfer } from '@/toss-simulator/bank/transfer'
import { dayOf, formatTime } from '@/toss-simulator/clock'
import { settlementsOf } from '@/toss-simulator/payments/settlement'
import { paidOutAt, staysAtToss } from '@/toss-simulator/payouts/contract'
import type { Simulator } from '@/toss-simulator/simulator'

/** What moved on the shop's account without anything that we were asked for, such as interest or the company's own money. */
export interface BankLine {
  id: string
  at: number
  /** Won; negative for what left. */
  amount: number
  description: string
  counterparty: string
}

type Moved = Omit<BankLine, 'id'> & { memo: string }

const HEADS = ['거래일시', '적요', '보낸분/받는분', '출금액', '입금액', '거래후잔액', '내통장표시']

/**
 * What moved on the shop's account up to now, from a Korean day or the first on to another, as a bank's CSV has it: the
 * newest first. Toss pays in what it settled on a day as one, but for what it keeps to pay out; transfers leave it, and
 * come back to it. The 1 won that proves an account is paid from elsewhere.
 */
export function statementOf(simulator: Simulator, from: string | null, to: string): string {
  const moved = [...payoutsOf(simulator), ...transfersOf(simulator), ...plantedOf(simulator)]
    .filter(({ at }) => at <= simulator.clock.now())
    .sort((a, b) => a.at - b.at)
  let balance = 0
  const rows = moved.map((one) => ({ ...one, balance: (balance += one.amount) }))
  const since = from ?? dayOf(rows[0]?.at ?? simulator.clock.now())
  const asked = rows.filter(({ at }) => since <= dayOf(at) && dayOf(at) <= to)
  return [
    ['입출금 거래내역'],
    [`조회기간: ${since} ~ ${to}`],
    HEADS,
    ...asked
      .toReversed()
      .map(({ at, description, counterparty, amount, balance: left, memo }) => [
        formatTime(at).slice(0, 19).replace('T', ' '),
        ...[description, counterparty],
        ...[Math.max(0, -amount), Math.max(0, amount), left].map(String),
        memo,
      ]),
  ]
    .map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
    .join('\r\n')
}

function payoutsOf(simulator: Simulator): Moved[] {
  const days = new Map<string, number>()
  for (const record of simulator.store.listPayments())
    for (const settlement of settlementsOf(simulator, record)) {
      const { paidOutDate, payOutAmount } = settlement
      if (staysAtToss(simulator, settlement)) continue
      days.set(paidOutDate, (days.get(paidOutDate) ?? 0) + payOutAmount)
    }
  return [...days]
    .filter(([, amount]) => amount !== 0)
    .map(([day, amount]) => ({
      at: paidOutAt(day),
      ...{ amount, description: '타행이체', counterparty: '토스페이먼츠', memo: '' },
    }))
}

function transfersOf(simulator: Simulator): Moved[] {
  return simulator.store
    .listTransfers()
    .filter(({ memo }) => !/\d{4}$/.test(memo))
    .map((transfer) => bringUpToDate(simulator, transfer))
    .flatMap((transfer) => {
      if (transfer.status === 'COMPLETED') return [paid(transfer)]
      if (transfer.status === 'RETURNED') return [paid(transfer), returned(transfer)]
      return []
    })
}

function paid({ requestedAt, amount, holderName, transferId }: Transfer): Moved {
  return {
    at: requestedAt,
    amount: -amount,
    description: '인터넷이체',
    counterparty: holderName,
    memo: transferId,
  }
}

function returned({ changedAt, amount, holderName, transferId }: Transfer): Moved {
  return { at: changedAt, amount, description: '타행반환', counterparty: holderName, memo: transferId }
}

function plantedOf(simulator: Simulator): Moved[] {
  return simulator.store.bankLines.list().map((line) => ({ ...line, memo: '' }))
}
