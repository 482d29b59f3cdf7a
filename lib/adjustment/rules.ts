import type { AdjustmentType } from '@/db/schema/adjustment'
import { WALLET_KINDS, type Account } from '@/db/schema/ledger'
import { PosPayError } from '@/lib/errors'
import type { Leg } from '@/lib/ledger/movements'

const BANKS: readonly Account[] = ['safeguarded_bank', 'operating_bank']
const TAXES: readonly Account[] = ['vat_payable', 'withholding_payable', 'input_vat']
const LOST: readonly Account[] = ['charge_debt', 'earnings_debt', 'pg_receivable']

/** Where our money is, be it at Toss: what moves between these is no gain and no loss. */
const HELD: readonly Account[] = [...BANKS, 'pg_payout_balance']

/**
 * The accounts that each type may touch. What is in transit, pending, in suspense or owed by Toss follows from orders,
 * bookings and withdrawals; it is never moved by hand, but for money that Toss will not pay.
 */
export const ALLOWED: Record<AdjustmentType, readonly Account[]> = {
  adjustment: [
    ...(['balance', 'withdrawable', 'charge_debt', 'earnings_debt'] as const),
    ...(['fee_revenue', 'pg_fees', 'write_offs'] as const),
    ...TAXES,
    ...HELD,
  ],
  bank_transfer: [...HELD, ...TAXES],
  write_off: ['write_offs', ...LOST],
}

const refuse = (message: string): never => {
  throw new PosPayError('INVALID_REQUEST', { message })
}

export const isUsers = (account: Account) => (WALLET_KINDS as readonly string[]).includes(account)

/** Throws INVALID_REQUEST, saying why, for legs that may not be posted as this type. */
export function requireAllowed(type: AdjustmentType, legs: Leg[]): void {
  if (legs.length < 2) refuse('차변과 대변을 한 줄 이상씩 적어 주세요.')
  if (legs.some(({ amount }) => amount === 0n)) refuse('금액은 1원 이상이어야 해요.')
  if (legs.reduce((sum, { amount }) => sum + amount, 0n) !== 0n) refuse('차변과 대변의 합계가 달라요.')
  const places = legs.map((leg) => `${leg.account} ${'user' in leg ? leg.user : ''}`)
  if (new Set(places).size < places.length) refuse('같은 계정을 두 번 적었어요. 한 줄로 합쳐 주세요.')
  if (!legs.every(({ account }) => ALLOWED[type].includes(account))) {
    refuse('이 종류로는 옮길 수 없는 계정이 있어요.')
  }
  if (type === 'bank_transfer' && !legs.some(({ account }) => BANKS.includes(account))) {
    refuse('계좌 이체에는 은행 계좌가 있어야 해요.')
  }
  if (type === 'write_off' && legs.some(({ account, amount }) => amount > 0n !== LOST.includes(account))) {
    refuse('손실은 차변에, 받지 못하게 된 돈은 대변에 적어 주세요.')
  }
  const takesPrepaid = legs.some(({ account, amount }) => account === 'balance' && amount < 0n)
  const givesOther = legs.some(
    ({ account, amount }) => isUsers(account) && account !== 'balance' && amount > 0n,
  )
  if (takesPrepaid && givesOther) {
    refuse('충전금으로는 갚을 돈이나 출금 가능금을 채울 수 없어요.')
  }
}
