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

/**
 * Tax that was kept back, in its two parts: 소득세, and 지방소득세, a tenth of it. Each was cut to ten won, so that the whole
 * has them in only one way.
 */
export function splitWithheld(withheld: bigint): { income: bigint; local: bigint } {
  const tens = withheld / 10n
  const income = (tens - tens / 11n) * 10n
  return { income, local: withheld - income }
}

/** A price in its parts, each whole won: gross = fee + net, fee = supply + vat. */
export type Split = { gross: bigint; fee: bigint; supply: bigint; vat: bigint; net: bigint }

/** One basis point is 0.01 %. */
const BASIS_POINTS = 10_000n

/**
 * What the platform keeps of a price and what the owner gets. `rateBp` is the fee with its VAT, in basis points; the
 * fee is rounded down. Throws RangeError for a price below zero or a rate beyond 0 to 10,000.
 */
export function splitFee(gross: bigint, rateBp: bigint): Split {
  if (gross < 0n) throw new RangeError('a price below zero')
  if (rateBp < 0n || BASIS_POINTS < rateBp) throw new RangeError('a rate beyond 0 to 100 %')
  return toParts(gross, (gross * rateBp) / BASIS_POINTS)
}

/**
 * What of a price has gone back once `refunded` of it is refunded in all: the last refund of any sequence lands
 * exactly on the whole. Throws RangeError for more than the price.
 */
export function splitRefunded({ gross, fee }: Split, refunded: bigint): Split {
  if (refunded < 0n || gross < refunded) throw new RangeError('a refund beyond the price')
  return toParts(refunded, refunded === 0n ? 0n : (fee * refunded) / gross)
}

/** The parts of the refund of `amount` that follows on `refunded`, so that all refunds add up to `splitRefunded`. */
export function splitNextRefund(whole: Split, refunded: bigint, amount: bigint): Split {
  const [before, after] = [splitRefunded(whole, refunded), splitRefunded(whole, refunded + amount)]
  return {
    gross: amount,
    fee: after.fee - before.fee,
    supply: after.supply - before.supply,
    vat: after.vat - before.vat,
    net: after.net - before.net,
  }
}

/** VAT is a tenth of the supply value: supply = fee × 10/11, to the nearest won. */
function toParts(gross: bigint, fee: bigint): Split {
  const supply = (20n * fee + 11n) / 22n
  return { gross, fee, supply, vat: fee - supply, net: gross - fee }
}
