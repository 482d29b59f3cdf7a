import type { ControlHandler } from '@/toss-simulator/controls/handler'
import { TossError } from '@/toss-simulator/errors'
import { saveSeller } from '@/toss-simulator/sellers/save-seller'
import { SELLER_STATUSES, showSeller } from '@/toss-simulator/sellers/seller'

/** `GET /__sim/sellers`: everybody who is paid, oldest first. */
export const showSellers: ControlHandler = ({ store }) => ({
  items: store.sellers.list().map((seller) => ({ ...showSeller(seller), removed: seller.removed })),
})

/**
 * `POST /__sim/sellers/{id} {status}`: they answered the text message (PARTIALLY_APPROVED), are to be looked at more
 * closely (KYC_REQUIRED), or passed that (APPROVED).
 */
export const playSeller: ControlHandler = (simulator, body, { id = '' }) => {
  const seller = simulator.store.sellers.find(id)
  if (!seller) throw new TossError('NOT_FOUND')
  const { status: wanted } = (body ?? {}) as Record<string, unknown>
  const status = SELLER_STATUSES.find((each) => each === wanted)
  if (!status) refuse(`status must be one of ${SELLER_STATUSES.join(' ')}`)
  // Toss: there is no closer look in test mode.
  if (status === 'APPROVED' && !simulator.rules.paysOutAsLive) refuse('nobody is APPROVED with test keys')
  return showSeller(saveSeller(simulator, { ...seller, status }))
}

function refuse(message: string): never {
  throw new TossError('INVALID_REQUEST', { message })
}
