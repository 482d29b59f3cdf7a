import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'

/** Encryption at rest: AES-256-GCM, the key's id in front, so that keys can be rotated one row at a time. */
export type Sealer = {
  /** Of the key that seals now: what it sealed begins with it and a dot. */
  activeId: string
  seal(plain: string): string
  open(sealed: string): string
  fingerprint(plain: string): string
}

const IV_BYTES = 12
const TAG_BYTES = 16
const KEY_BYTES = 32

/**
 * `keys` is `k2:<base64>,k1:<base64>,hmac:<base64>`: the first seals, all open, and `hmac` makes the
 * fingerprints that uniqueness and look-ups use. Throws when one is not 32 bytes or `hmac` is missing.
 */
export function createSealer(keys: string): Sealer {
  const ring = new Map(keys.split(',').map((pair) => parseKey(pair)))
  const hmacKey = ring.get('hmac')
  ring.delete('hmac')
  const [active] = ring
  if (!hmacKey || !active) throw new Error('Settings: ENCRYPTION_KEYS needs one key and one named hmac')
  const [activeId, activeKey] = active

  return {
    activeId,
    seal(plain) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', activeKey, iv).setAAD(Buffer.from(activeId))
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return `${activeId}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`
    },
    open(sealed) {
      const [id = '', encoded = ''] = sealed.split('.')
      const key = ring.get(id)
      if (!key) throw new Error(`no encryption key ${id}`)
      const bytes = Buffer.from(encoded, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES))
      decipher.setAAD(Buffer.from(id)).setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
      return Buffer.concat([
        decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)),
        decipher.final(),
      ]).toString('utf8')
    },
    fingerprint(plain) {
      return createHmac('sha256', hmacKey).update(plain).digest('base64url')
    },
  }
}

function parseKey(pair: string): [string, Buffer] {
  const colon = pair.indexOf(':')
  const key = Buffer.from(pair.slice(colon + 1), 'base64')
  if (key.length !== KEY_BYTES)
    throw new Error('Settings: every key in ENCRYPTION_KEYS is 32 bytes in base64')
  return [pair.slice(0, colon), key]
}
