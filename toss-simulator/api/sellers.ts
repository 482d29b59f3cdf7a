import { requirePayoutShop } from '@/toss-simulator/api/contract'
import type { Entity } from '@/toss-simulator/api/envelope'
import type { ApiHandler } from '@/toss-simulator/api/handler'
import { pageOf } from '@/toss-simulator/api/page'
import { readBody } from '@/toss-simulator/api/read-body'
import { TossError } from '@/toss-simulator/errors'
import { readSeller } from '@/toss-simulator/sellers/read-seller'
import { saveSeller } from '@/toss-simulator/sellers/save-seller'
import { findSeller, showSeller, type SellerRecord } from '@/toss-simulator/sellers/seller'

/** `POST /v2/sellers`: somebody to be paid. Toss: a `refSellerId` is good once, for ever. */
export const registerSeller: ApiHandler = (simulator, { credential, body }) => {
  const mId = requirePayoutShop(credential)
  const fields = readSeller(readBody(body))
  // Toss: with test keys only companies can be registered.
  if (!simulator.rules.paysOutAsLive && fields.businessType !== 'CORPORATE')
    throw new TossError('INVALID_REQUEST')
  const sellers = simulator.store.sellers.list().filter((seller) => seller.mId === mId)
  if (sellers.some((seller) => seller.fields.refSellerId === fields.refSellerId))
    throw new TossError('DUPLICATED_REQUEST')
  const now = simulator.clock.now()
  return entityOf(
    saveSeller(simulator, {
      id: `seller_a${simulator.random.ulid(now)}`,
      mId,
      fields,
      status: fields.businessType === 'CORPORATE' ? 'PARTIALLY_APPROVED' : 'APPROVAL_REQUIRED',
      registeredAt: now,
      removed: false,
    }),
  )
}

/** `POST /v2/sellers/{id}`: what is left out stays, an explicit null removes it. */
export const updateSeller: ApiHandler = (simulator, { credential, params, body }) => {
  requirePayoutShop(credential)
  const seller = findSeller(simulator, credential, params.id)
  const { company } = seller.fields
  const fields = readSeller(merge({ ...seller.fields }, readBody(body)))
  const { refSellerId, businessType, company: after } = fields
  const same =
    refSellerId === seller.fields.refSellerId &&
    businessType === seller.fields.businessType &&
    after?.businessRegistrationNumber === company?.businessRegistrationNumber
  if (!same) throw new TossError('INVALID_REQUEST')
  return entityOf(saveSeller(simulator, { ...seller, fields }))
}

/** `GET /v2/sellers/{id}` */
export const querySeller: ApiHandler = (simulator, { credential, params }) => {
  requirePayoutShop(credential)
  return entityOf(findSeller(simulator, credential, params.id))
}

/** `GET /v2/sellers?limit&startingAfter`: oldest first. */
export const listSellers: ApiHandler = (simulator, { credential, query }): Entity => {
  const mId = requirePayoutShop(credential)
  const sellers = simulator.store.sellers.list().filter((seller) => seller.mId === mId && !seller.removed)
  return { entityType: 'seller-list', entityBody: pageOf(sellers.map(showSeller), query) }
}

/** `DELETE /v2/sellers/{id}`: nobody is paid under it any more. */
export const removeSeller: ApiHandler = (simulator, { credential, params }) => {
  requirePayoutShop(credential)
  const seller = findSeller(simulator, credential, params.id)
  return entityOf(saveSeller(simulator, { ...seller, removed: true }))
}

function entityOf(seller: SellerRecord): Entity {
  return { entityType: 'seller', entityBody: showSeller(seller) }
}

type Fields = Record<string, unknown>

/** Objects member by member, all else as it is given. */
function merge(before: Fields, change: Fields): Fields {
  const merged = Object.entries(change).map(([name, value]): [string, unknown] => {
    const old = before[name]
    return [name, isObject(value) && isObject(old) ? { ...old, ...value } : value]
  })
  return { ...before, ...Object.fromEntries(merged) }
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
