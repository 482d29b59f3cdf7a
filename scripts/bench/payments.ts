import { randomUUID } from 'node:crypto'
import type { PostingRequest } from '@/lib/ledger/columns'
import { payment } from '@/lib/ledger/movements'
import { splitFee } from '@/lib/money'
import { POSTING } from './calendar'
import type { People } from './people'
import type { Pick } from './popularity'

/** The product's default: a tenth. */
const FEE_RATE_BP = 1000n
/** Won. Prices are whole thousands up to 100 times this. */
const PRICE_STEP = 1000n

/** A payment for some space, as `ledger_post` gets it. */
export function somePayment(
  { renters, owners }: People,
  renter: Pick,
  owner: Pick,
  at = new Date(),
): PostingRequest {
  const gross = PRICE_STEP * BigInt(1 + Math.floor(Math.random() * 100))
  return {
    by: { ...POSTING, now: () => at },
    movement: payment({
      renter: renters[renter()]!,
      owner: owners[owner()]!,
      bookingId: randomUUID(),
      pending: false,
      split: splitFee(gross, FEE_RATE_BP),
      occurredAt: at,
    }),
  }
}
