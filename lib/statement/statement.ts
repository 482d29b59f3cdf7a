import type { TransactionType } from '@/db/schema/ledger'

/**
 * What one event did to an owner's withdrawable wallet, in won as seen from there: what was taken is negative.
 * `gross + refunded + supply + vat = net` for a booking's; the others have a net alone.
 */
export type Line = {
  transactionId: string
  type: TransactionType
  /** The KST day of posting. */
  date: string
  title: string
  booking: { bookingId: string; spaceName: string; day: string } | null
  gross: bigint
  refunded: bigint
  /** The platform's fee, and its VAT. */
  supply: bigint
  vat: bigint
  net: bigint
}

const PARTS = ['gross', 'refunded', 'supply', 'vat', 'net'] as const

export type Totals = Record<(typeof PARTS)[number], bigint>

/** A stretch of the wallet: what was there, line by line what became of it, what was withdrawn, what is left. */
export type Stretch = {
  opening: bigint
  lines: Line[]
  totals: Totals
  withdrawn: bigint
  closing: bigint
}

/** Adds the lines up. Throws when they do not: no statement at all is better than a wrong one. */
export function toStretch({ opening, lines, withdrawn, closing }: Omit<Stretch, 'totals'>): Stretch {
  const totals = Object.fromEntries(
    PARTS.map((part) => [part, lines.reduce((sum, line) => sum + line[part], 0n)]),
  ) as Totals
  const wrong = lines.find(
    ({ booking, gross, refunded, supply, vat, net }) => booking && gross + refunded + supply + vat !== net,
  )
  if (wrong) throw new Error(`the line of transaction ${wrong.transactionId} does not add up`)
  if (opening + totals.net - withdrawn !== closing) {
    throw new Error(
      `a statement does not add up: ${opening} + ${totals.net} - ${withdrawn} is not ${closing}`,
    )
  }
  return { opening, lines, totals, withdrawn, closing }
}
