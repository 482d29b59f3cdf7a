import type { Cancel, Payment } from './payment'

const WORDS = '포스페이 충전 환불'
const REASON = new RegExp(`^${WORDS} ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$`)

/** The reason of a cancel that we ask for. Toss repeats it in `cancels`: so ours can be told from anybody else's. */
export function cancelReason(refundId: string): string {
  return `${WORDS} ${refundId}`
}

/** Which refund of ours a cancel says that it is; null for anybody else's. */
export function refundIdOf({ cancelReason: reason }: Cancel): string | null {
  return REASON.exec(reason ?? '')?.[1] ?? null
}

/** The cancels of a payment that say they are this refund. More than one should never be. */
export function cancelsOf({ cancels }: Payment, refundId: string): Cancel[] {
  return (cancels ?? []).filter((cancel) => refundIdOf(cancel) === refundId)
}
