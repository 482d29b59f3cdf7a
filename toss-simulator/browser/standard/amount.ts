import { PublicError } from './errors'

export interface Amount {
  value: number
  currency: string
}

/** @throws {PublicError} INVALID_AMOUNT_VALUE, INVALID_AMOUNT_CURRENCY; the simulator deals in won only */
export function readAmount(amount: unknown): Amount {
  if (typeof amount !== 'object' || amount === null) throw new PublicError('INVALID_PARAMETERS')
  const { value, currency } = amount as Partial<Amount>
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new PublicError('INVALID_AMOUNT_VALUE')
  if (currency !== 'KRW') throw new PublicError('INVALID_AMOUNT_CURRENCY')
  return { value, currency }
}
