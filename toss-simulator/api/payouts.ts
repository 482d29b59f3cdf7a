import { setTimeout as sleep } from 'node:timers/promises'
import { requirePayoutShop } from '@/toss-simulator/api/contract'
import type { Entity } from '@/toss-simulator/api/envelope'
import type { ApiHandler } from '@/toss-simulator/api/handler'
import { pageOf } from '@/toss-simulator/api/page'
import { TossError } from '@/toss-simulator/errors'
import { balanceOf } from '@/toss-simulator/payouts/balance'
import { batchOf, checkPayable } from '@/toss-simulator/payouts/payable'
import { sellerCheck } from '@/toss-simulator/payouts/payable-seller'
import {
  findPayout,
  listPayoutsOf,
  type PayoutFields,
  type PayoutRecord,
} from '@/toss-simulator/payouts/payout'
import { readPayouts } from '@/toss-simulator/payouts/read-payouts'
import { savePayout } from '@/toss-simulator/payouts/save-payout'
import { showPayout } from '@/toss-simulator/payouts/show-payout'
import type { Simulator } from '@/toss-simulator/simulator'

/** `POST /v2/payouts`: all of them or none, and then what is wrong with the first. */
export const requestPayouts: ApiHandler = async (simulator, { credential, body }): Promise<Entity> => {
  const mId = requirePayoutShop(credential)
  await sleep(simulator.rules.processingMs)
  // Nothing is waited for below: of two at once the second sees what the first did.
  const now = simulator.clock.now()
  const wanted = readPayouts(body, now)
  checkReferences(simulator, mId, wanted)
  const checkSeller = sellerCheck(simulator, mId)
  for (const fields of wanted) {
    checkSeller(fields)
    checkPayable(fields, now)
  }
  const total = wanted.reduce((sum, { amount }) => sum + amount.value, 0)
  if (balanceOf(simulator, mId).available < total) throw new TossError('NOT_ENOUGH_AMOUNT')
  const payouts = wanted.map((fields) => savePayout(simulator, newPayout(simulator, mId, fields)))
  return { entityType: 'payout-list', entityBody: { items: payouts.map(showPayout) } }
}

/** `GET /v2/payouts/{id}` */
export const queryPayout: ApiHandler = (simulator, { credential, params }) => {
  requirePayoutShop(credential)
  return entityOf(findPayout(simulator, credential, params.id))
}

/** `GET /v2/payouts?limit&startingAfter&payoutDateGte&payoutDateLte`: oldest first, both days included. */
export const listPayouts: ApiHandler = (simulator, { credential, query }): Entity => {
  const mId = requirePayoutShop(credential)
  const [from, to] = [readDay(query.get('payoutDateGte')), readDay(query.get('payoutDateLte'))]
  const payouts = listPayoutsOf(simulator, mId).filter(
    ({ fields: { payoutDate } }) => (!from || from <= payoutDate) && (!to || payoutDate <= to),
  )
  return { entityType: 'payout-list', entityBody: pageOf(payouts.map(showPayout), query) }
}

/** `POST /v2/payouts/{id}/cancel`: while it waits for its day. */
export const cancelPayout: ApiHandler = (simulator, { credential, params }) => {
  requirePayoutShop(credential)
  const payout = findPayout(simulator, credential, params.id)
  if (payout.status !== 'REQUESTED' || payout.fields.scheduleType !== 'SCHEDULED')
    throw new TossError('FORBIDDEN_REQUEST')
  return entityOf(savePayout(simulator, { ...payout, status: 'CANCELED' }))
}

/** `GET /v2/balances`. Toss: with test keys what is pending is not said. */
export const queryBalance: ApiHandler = (simulator, { credential }): Entity => {
  const { pending, available } = balanceOf(simulator, requirePayoutShop(credential))
  const pendingAmount = simulator.rules.paysOutAsLive && { pendingAmount: won(pending) }
  return { entityType: 'balance', entityBody: { ...pendingAmount, availableAmount: won(available) } }
}

function newPayout({ clock, random, rules }: Simulator, mId: string, fields: PayoutFields): PayoutRecord {
  const now = clock.now()
  const express = fields.scheduleType === 'EXPRESS'
  const startsAt = express ? now + (rules.expressWaits ? rules.payoutMs : 0) : batchOf(fields.payoutDate)
  return {
    id: `FPA_a${random.ulid(now)}`,
    mId,
    fields,
    status: express && !rules.expressWaits ? 'IN_PROGRESS' : 'REQUESTED',
    error: null,
    requestedAt: now,
    startsAt,
    endsAt: startsAt + rules.payoutMs,
  }
}

function checkReferences({ rules, store }: Simulator, mId: string, wanted: PayoutFields[]): void {
  if (!rules.refusesUsedReference) return
  const mine = store.payouts.list().filter((payout) => payout.mId === mId)
  const used = mine.map(({ fields }) => fields.refPayoutId)
  const all = [...used, ...wanted.map(({ refPayoutId }) => refPayoutId)]
  if (new Set(all).size < all.length) throw new TossError('DUPLICATED_REQUEST')
}

function readDay(text: string | null): string | null {
  if (!text) return null
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new TossError('INVALID_DATE')
  return text
}

function entityOf(payout: PayoutRecord): Entity {
  return { entityType: 'payout', entityBody: showPayout(payout) }
}

function won(value: number) {
  return { currency: 'KRW', value }
}
