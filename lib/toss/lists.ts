import { z } from 'zod'
import { instant } from './payment'

const key = z.string().min(1).max(200)
const amount = z.number().int().transform(BigInt)
const day = z.iso.date()

/** One approval or cancel. An account that was only issued, or given up before its deposit, has the amount 0. */
export const transactionsSchema = z.array(
  z.looseObject({
    transactionKey: key,
    paymentKey: key,
    orderId: z.string(),
    status: z.string(),
    transactionAt: instant,
    currency: z.string(),
    amount,
  }),
)

export type TransactionRow = z.infer<typeof transactionsSchema>[number]

/** What Toss pays us for one approval, or takes back for one cancel; `supplyAmount` and `vat` are of its fee. */
export const settlementsSchema = z.array(
  z.looseObject({
    transactionKey: key,
    paymentKey: key,
    orderId: z.string(),
    amount,
    fees: z.array(z.looseObject({ fee: amount })),
    supplyAmount: amount,
    vat: amount,
    payOutAmount: amount,
    paidOutDate: day,
  }),
)

export type SettlementRow = z.infer<typeof settlementsSchema>[number]
