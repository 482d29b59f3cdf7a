/** Which product a key pair belongs to: the widget (gck/gsk) or the API and payment window (ck/sk). */
export type KeyFamily = 'widget' | 'api'

export interface KeyPair {
  clientKey: string
  secretKey: string
}

/** A shop (MID). Both of its key pairs see the same payments. */
export interface Merchant {
  /** At most 14 characters, as Toss's `mId`. */
  mId: string
  name: string
  widget: KeyPair
  api: KeyPair
  /** 64 hexadecimal characters: encrypts payouts and signs their webhooks. */
  securityKey: string
}

export interface Credential {
  merchant: Merchant
  family: KeyFamily
}

export const DEFAULT_MERCHANT_ID = 'tpocketspace'

/** The shop of a fresh start: Toss's published documentation keys, both pairs on one MID. */
export const DEFAULT_MERCHANT: Merchant = {
  mId: DEFAULT_MERCHANT_ID,
  name: '포켓스페이스',
  widget: {
    clientKey: 'test_gck_docs_Ovk5rk1EwkEbP0W43n07xlzm',
    secretKey: 'test_gsk_docs_OaPz8L5KdmQXkzRz3y47BMw6',
  },
  api: {
    clientKey: 'test_ck_D5GePWvyJnrK0W0k6q8gLzN97Eoq',
    secretKey: 'test_sk_zXLkKEypNArWmo50nX3lmeaxYG5R',
  },
  securityKey: '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f',
}

/**
 * Refuses a set of shops that the simulator must not serve.
 * @throws {Error} for a live key, a key of the wrong family, a key used twice or an `mId` beyond 14 characters
 */
export function checkMerchants(merchants: Merchant[]): void {
  const seen = new Set<string>()
  for (const { mId, widget, api, securityKey } of merchants) {
    if (mId.length < 5 || mId.length > 14) throw new Error(`mId "${mId}" must be 5 to 14 characters`)
    checkKey(widget.clientKey, 'test_gck_', seen)
    checkKey(widget.secretKey, 'test_gsk_', seen)
    checkKey(api.clientKey, 'test_ck_', seen)
    checkKey(api.secretKey, 'test_sk_', seen)
    if (!/^[0-9a-f]{64}$/i.test(securityKey)) throw new Error('A security key is 64 hexadecimal characters')
  }
}

function checkKey(key: string, prefix: string, seen: Set<string>): void {
  if (key.startsWith('live_')) throw new Error('The Toss simulator refuses live keys')
  if (!key.startsWith(prefix)) throw new Error(`A key must start with ${prefix}`)
  if (seen.has(key)) throw new Error(`A key that starts with ${prefix} is used twice`)
  seen.add(key)
}

export function findBySecretKey(merchants: Merchant[], secretKey: string): Credential | undefined {
  return find(merchants, (pair) => pair.secretKey === secretKey)
}

export function findByClientKey(merchants: Merchant[], clientKey: string): Credential | undefined {
  return find(merchants, (pair) => pair.clientKey === clientKey)
}

function find(merchants: Merchant[], matches: (pair: KeyPair) => boolean): Credential | undefined {
  for (const merchant of merchants) {
    if (matches(merchant.widget)) return { merchant, family: 'widget' }
    if (matches(merchant.api)) return { merchant, family: 'api' }
  }
  return undefined
}
