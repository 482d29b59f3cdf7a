import type { CarrierName } from '@/db/schema/withdrawal'
import type { Carrier } from '@/lib/bank/bank'
import type { Ctx } from '@/lib/context'
import { manualCarrier } from './manual/carrier'
import { createTossCarrier } from './toss/carrier'

/** What carries withdrawals under this name; null where it is not set up. */
export function carrierOf(ctx: Ctx, name: CarrierName): Carrier | null {
  switch (name) {
    case 'simulated_bank':
      return ctx.bank
    case 'manual':
      return manualCarrier(ctx)
    case 'toss':
      return ctx.payouts && createTossCarrier(ctx, ctx.payouts)
  }
}
