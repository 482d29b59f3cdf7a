import type { Clock } from '@/toss-simulator/clock'
import type { FaultBox } from '@/toss-simulator/faults'
import type { Merchant } from '@/toss-simulator/merchants'
import type { Random } from '@/toss-simulator/random'
import type { Rules } from '@/toss-simulator/rules'
import type { Store } from '@/toss-simulator/store'

/** Everything a request handler works with. */
export interface Simulator {
  merchants: Merchant[]
  clock: Clock
  random: Random
  rules: Rules
  store: Store
  faults: FaultBox
  /** Payments whose confirm is running, by paymentKey. */
  confirming: Set<string>
  /** Idempotency records whose first request is running. */
  running: Set<string>
  /** When each API was last asked, by key and API: what the limit counts. */
  recent: Map<string, number[]>
  /** The nonces of encrypted requests, with when they came: none is good twice. */
  nonces: Map<string, number>
  /** `http://localhost:<port>`, without a slash at the end. */
  baseUrl: string
  /** Where the shop wants to be told of changes; null tells nobody. */
  webhookUrl: string | null
  /** Says that there may be something to deliver. */
  nudge(): void
}
