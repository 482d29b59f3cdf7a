import type { FaultWish } from '@/toss-simulator/faults'

/** What a scenario is about: the request, or the messages, that go wrong. */
export type Subject = 'charge' | 'topup' | 'refund' | 'payout' | 'webhook'

/**
 * How the wallet must end, once Toss can be asked again.
 * `charged`: the money is there, once. `declined`: nobody lost anything. `refunded`: the money is back where it came
 * from, once. `kept`: the refund did not happen, and the money is in the wallet again. `paid`: the money is at the
 * bank, once. `unpaid`: it is not, and can be withdrawn again.
 */
export type Ending = 'charged' | 'declined' | 'refunded' | 'kept' | 'paid' | 'unpaid'

/** Something that can go wrong at Toss, ready to be acted out: by a test, or by a click in the lab. */
export interface Scenario {
  id: string
  subject: Subject
  title: string
  /** What happens at Toss. */
  story: string
  ending: Ending
  faults: FaultWish[]
}
