/** Amounts are whole Korean won, always `bigint`; a JSON integer only on the wire. */

const won = new Intl.NumberFormat('ko-KR')

/** `1234567n` → `1,234,567원` */
export function formatWon(amount: bigint): string {
  return `${won.format(amount)}원`
}

/** An amount for JSON. Throws RangeError beyond 2^53 − 1, where JSON readers lose digits. */
export function toJsonAmount(amount: bigint): number {
  if (amount > BigInt(Number.MAX_SAFE_INTEGER) || amount < -BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new RangeError('amount does not fit a JSON integer')
  }
  return Number(amount)
}

export function minWon(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

export function maxWon(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
