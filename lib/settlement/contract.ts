import type { PgFee } from '@/lib/settings/read-setting'

/** One approval or cancel as it was settled. `method` in the SDK's codes; won, negative for what went back. */
export type Charged = { method: string; amount: bigint; fee: bigint }

const RATES: Record<string, keyof Omit<PgFee, 'deposit'>> = {
  CARD: 'cardBp',
  EASY_PAY: 'easyPayBp',
  TRANSFER: 'transferBp',
}

/** In this many parts of a won a fee and its VAT of a tenth are whole: basis points of eleven tenths. */
const PARTS = 100_000n
/** Toss does not say how it rounds: the fee may be a won off, with it a tenth of VAT, and the VAT another won. */
const ROUNDING = 210_000n

/** What the contract has Toss keep, VAT included; what a deposit cost stays with Toss when it goes back. */
function partsOf(contract: PgFee, { method, amount }: Charged): bigint {
  if (method === 'VIRTUAL_ACCOUNT') return amount > 0n ? contract.deposit * 11n * (PARTS / 10n) : 0n
  return amount * contract[RATES[method] ?? 'otherBp'] * 11n
}

/** The fee by contract, in whole won with its VAT; null where what Toss kept is that, however it rounds. */
export function feeInstead(contract: PgFee, charged: Charged): bigint | null {
  const parts = partsOf(contract, charged)
  const off = charged.fee * PARTS - parts
  return -ROUNDING < off && off < ROUNDING ? null : parts / PARTS
}
