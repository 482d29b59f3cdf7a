import { assertNoOpenTx } from '@/db/client'
import { payoutSchema, sellerSchema } from '@/lib/toss/payout'
import type { PayoutAnswer, PayoutClient, PayoutRequest, SellerAnswer } from '@/lib/toss/payouts'
import type { Gate } from './gate'

type HeldSeller = { id: string; refSellerId: string; account: string }
type HeldPayout = Pick<PayoutRequest, 'refPayoutId' | 'destination' | 'amount'> & {
  id: string
  paidTo: string
}

const NOT_HERE = () => Promise.reject(new Error('nothing here asks that'))
const refused = (code: string) => ({ kind: 'error', httpStatus: 400, code }) as const

/**
 * Toss's payouts in memory: each arrives at once, at the account that its seller holds at that moment, and a known key
 * brings the answer of before.
 */
export class ScriptedPayouts {
  private sellers = new Map<string, HeldSeller>()
  private payouts: HeldPayout[] = []
  private answers = new Map<string, PayoutAnswer | SellerAnswer>()

  holdSeller(seller: HeldSeller): void {
    this.sellers.set(seller.id, seller)
  }

  /** One that it has paid before anything else happens. */
  holdPayout({ id, refPayoutId, destination, amount }: Omit<HeldPayout, 'paidTo'>): void {
    const paidTo = this.sellers.get(destination)!.account
    this.payouts.push({ id, refPayoutId, destination, amount, paidTo })
  }

  /** The accounts to which it has paid for a withdrawal. */
  paidFor(withdrawalId: string): string[] {
    return this.payouts.filter(({ refPayoutId }) => refPayoutId === withdrawalId).map(({ paidTo }) => paidTo)
  }

  /** This Toss for one session: it acts and answers when the session's gate lets the call through. */
  behind(gate: Gate): PayoutClient {
    const call = <T>(what: string, act: () => T): Promise<T> => {
      assertNoOpenTx('a call to Toss')
      return gate.pass(what, null, async () => act())
    }
    const show = (payout: HeldPayout | undefined): PayoutAnswer =>
      payout ? showPayout(payout) : refused('PAYOUT_NOT_FOUND')
    return {
      updateSeller: ({ sellerId, account, idempotencyKey }) =>
        call('toss seller', () =>
          this.once(idempotencyKey, () => {
            const seller = { ...this.sellers.get(sellerId)!, account: account.accountNumber }
            this.holdSeller(seller)
            return showSeller(seller)
          }),
        ),
      findSeller: (sellerId) => call('toss seller look', () => showSeller(this.sellers.get(sellerId)!)),
      requestPayout: ({ idempotencyKey, ...request }) =>
        call('toss payout', () =>
          this.once(idempotencyKey, () => {
            const payout = { ...request, id: `FPA_${request.refPayoutId}` }
            this.holdPayout(payout)
            return show(this.payouts.at(-1))
          }),
        ),
      findPayout: (payoutId) =>
        call('toss payout look', () => show(this.payouts.find(({ id }) => id === payoutId))),
      listPayouts: () =>
        call('toss payout list', () => {
          const rows = this.payouts.map((payout) => showPayout(payout).payout)
          return { kind: 'page', httpStatus: 200, rows, next: null } as const
        }),
      registerSeller: NOT_HERE,
      listSellers: NOT_HERE,
      cancelPayout: NOT_HERE,
      findBalance: NOT_HERE,
    }
  }

  private once<Answer extends PayoutAnswer | SellerAnswer>(key: string, act: () => Answer): Answer {
    const answer = (this.answers.get(key) as Answer | undefined) ?? act()
    this.answers.set(key, answer)
    return answer
  }
}

function showPayout({ id, refPayoutId, destination, amount }: HeldPayout) {
  const payout = payoutSchema.parse({
    ...{ id, refPayoutId, destination, scheduleType: 'EXPRESS', status: 'COMPLETED' },
    amount: { currency: 'KRW', value: Number(amount) },
  })
  return { kind: 'payout', httpStatus: 200, payout } as const
}

function showSeller({ id, refSellerId }: HeldSeller): SellerAnswer {
  const seller = sellerSchema.parse({ id, refSellerId, status: 'PARTIALLY_APPROVED' })
  return { kind: 'seller', httpStatus: 200, seller }
}
