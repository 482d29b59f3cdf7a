import { createHmac } from 'node:crypto'
import { TossError } from '@/toss-simulator/errors'
import type { Merchant } from '@/toss-simulator/merchants'
import type { Simulator } from '@/toss-simulator/simulator'

/** A security key that was issued anew, in place of the one that the shop began with. */
export interface IssuedKey {
  id: string
  mId: string
  securityKey: string
  issuedAt: number
}

/** Toss: the key before stays good for seven days beside the new one. */
const OVERLAP_MS = 7 * 24 * 60 * 60 * 1000
const KEY_CHARACTERS = 64

/** The keys that a shop may use, the newest first: two while one is being changed. */
export function activeKeys(simulator: Simulator, { mId, securityKey }: Merchant): string[] {
  const issued = simulator.store.securityKeys.list().filter((key) => key.mId === mId)
  const [newest, before = securityKey] = issued.map((key) => key.securityKey).reverse()
  if (newest === undefined) return [securityKey]
  return simulator.clock.now() < issued.at(-1)!.issuedAt + OVERLAP_MS ? [newest, before] : [newest]
}

/**
 * A new security key for the shop.
 * @throws {TossError} FORBIDDEN_REQUEST while the one before is still good; Toss: at most two at once
 */
export function reissueKey(simulator: Simulator, merchant: Merchant): string {
  if (activeKeys(simulator, merchant).length > 1) throw new TossError('FORBIDDEN_REQUEST')
  const now = simulator.clock.now()
  const securityKey = simulator.random.hex(KEY_CHARACTERS)
  const id = `key_${simulator.random.ulid(now)}`
  simulator.store.securityKeys.save({ id, mId: merchant.mId, securityKey, issuedAt: now })
  return securityKey
}

/** Toss: `v1:<base64>` of the body and the time under every active key, separated by commas. */
export function signatureOf(simulator: Simulator, mId: string, body: string, sentAt: string): string {
  const merchant = simulator.merchants.find((each) => each.mId === mId)
  if (!merchant) return ''
  const bytes = (key: string) => (simulator.rules.signsWithText ? key : Buffer.from(key, 'hex'))
  return activeKeys(simulator, merchant)
    .map((key) => createHmac('sha256', bytes(key)).update(`${body}:${sentAt}`).digest('base64'))
    .map((signature) => `v1:${signature}`)
    .join(',')
}
