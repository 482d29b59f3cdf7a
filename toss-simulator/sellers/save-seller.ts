import { showSeller, type SellerRecord } from '@/toss-simulator/sellers/seller'
import type { Simulator } from '@/toss-simulator/simulator'
import { announceEntity } from '@/toss-simulator/webhooks/announce-entity'

/** Keeps a seller. Toss: the shop hears of every status but the first one. */
export function saveSeller(simulator: Simulator, seller: SellerRecord): SellerRecord {
  const before = simulator.store.sellers.find(seller.id)
  simulator.store.sellers.save(seller)
  if (before && before.status !== seller.status && seller.status !== 'APPROVAL_REQUIRED') {
    announceEntity(simulator, { mId: seller.mId, event: 'seller.changed', entity: showSeller(seller) })
  }
  return seller
}
