import type { Simulator } from '@/toss-simulator/simulator'

/** When a shop's contract for payouts began or ended. Times in simulator milliseconds. */
export interface Contract {
  id: string
  mId: string
  at: number
  lasts: boolean
}

/** Banks pay out in the morning; no two of them at the same time of day. */
const PAID_OUT_AT = '10:00:00'

/** When what is settled on a Korean day is there. */
export function paidOutAt(paidOutDate: string): number {
  return Date.parse(`${paidOutDate}T${PAID_OUT_AT}+09:00`)
}

/**
 * Whether what is settled on a Korean day stays in the shop's balance. Toss: sales become the balance that payouts are
 * made from. That they do not go to the shop's bank then is what follows from it, and nowhere said.
 */
export function staysAtToss(
  simulator: Simulator,
  { mId, paidOutDate }: { mId: string; paidOutDate: string },
): boolean {
  const at = paidOutAt(paidOutDate)
  const since = simulator.store.contracts.list().findLast((each) => each.mId === mId && each.at <= at)
  return since?.lasts ?? false
}

export function hasContract(simulator: Simulator, mId: string): boolean {
  return simulator.store.contracts.list().findLast((each) => each.mId === mId)?.lasts ?? false
}

/** From now on; what was settled before stays where it is. */
export function setContract(simulator: Simulator, mId: string, lasts: boolean): void {
  const at = simulator.clock.now()
  if (hasContract(simulator, mId) === lasts) return
  simulator.store.contracts.save({ id: `contract_${simulator.random.ulid(at)}`, mId, at, lasts })
}
