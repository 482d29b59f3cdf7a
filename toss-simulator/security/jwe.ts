import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16

/** Toss: what the protected header of a message says, beside how it is encrypted. */
export interface Stamp {
  iat: string
  nonce: string
}

export interface Message {
  stamp: Partial<Stamp>
  text: string
}

/** A compact JWE, `dir` with A256GCM, under the 64 hexadecimal characters of a security key. */
export function seal(text: string, securityKey: string, { iat, nonce }: Stamp): string {
  const header = base64url(JSON.stringify({ alg: 'dir', enc: 'A256GCM', iat, nonce }))
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv(CIPHER, Buffer.from(securityKey, 'hex'), iv, { authTagLength: TAG_BYTES })
  cipher.setAAD(Buffer.from(header))
  const sealed = Buffer.concat([cipher.update(text), cipher.final()])
  return [header, '', base64url(iv), base64url(sealed), base64url(cipher.getAuthTag())].join('.')
}

/** What a compact JWE says; null unless it was sealed with this key in this way. */
export function unseal(jwe: string, securityKey: string): Message | null {
  const [header = '', key, iv = '', sealed = '', tag = '', ...more] = jwe.trim().split('.')
  if (key !== '' || more.length > 0) return null
  try {
    const { alg, enc, ...stamp } = JSON.parse(Buffer.from(header, 'base64url').toString()) as Record<
      string,
      string
    >
    if (alg !== 'dir' || enc !== 'A256GCM') return null
    const decipher = createDecipheriv(CIPHER, Buffer.from(securityKey, 'hex'), Buffer.from(iv, 'base64url'), {
      authTagLength: TAG_BYTES,
    })
    decipher.setAAD(Buffer.from(header))
    decipher.setAuthTag(Buffer.from(tag, 'base64url'))
    const text = Buffer.concat([decipher.update(Buffer.from(sealed, 'base64url')), decipher.final()])
    return { stamp, text: text.toString() }
  } catch {
    return null
  }
}

function base64url(bytes: string | Buffer): string {
  return Buffer.from(bytes).toString('base64url')
}
