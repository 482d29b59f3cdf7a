import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16

/** Names one message: when it was written, in Korean time without fractions, and a UUID that is never used again. */
export type JweStamp = { iat: string; nonce: string }

/** Why an answer that is a message under another key than ours counts as none. */
export const NOT_DECRYPTABLE = 'not decryptable'

/** What came is no message under our security key. */
export class NotDecryptable extends Error {
  constructor() {
    super(NOT_DECRYPTABLE)
  }
}

/**
 * A message in the way Toss asks for (compact JWE: `dir`, A256GCM). `securityKey` is the 64 hexadecimal characters of
 * the developer centre. An `iv` must never be used twice under one key: only a test vector brings its own.
 */
export function encryptJwe(
  message: string,
  securityKey: string,
  { iat, nonce }: JweStamp,
  iv: Uint8Array = randomBytes(IV_BYTES),
): string {
  const header = encode(Buffer.from(JSON.stringify({ alg: 'dir', enc: 'A256GCM', iat, nonce })))
  const cipher = createCipheriv(CIPHER, Buffer.from(securityKey, 'hex'), iv, { authTagLength: TAG_BYTES })
  cipher.setAAD(Buffer.from(header, 'ascii'))
  const text = Buffer.concat([cipher.update(message, 'utf8'), cipher.final()])
  // The part between the dots would be a key of its own, which `dir` does without.
  return [header, '', encode(iv), encode(text), encode(cipher.getAuthTag())].join('.')
}

/** Whether a text has the five parts of a message; JSON has not, nor has a proxy's page. */
export function isJwe(text: string): boolean {
  return /^[\w-]+\.\.[\w-]+\.[\w-]*\.[\w-]+$/.test(text.trim())
}

/** @throws {NotDecryptable} unless it was written under this key, to the byte, and in the way documented */
export function decryptJwe(text: string, securityKey: string): string {
  const [header = '', ...parts] = text.trim().split('.')
  const [key, iv, message, tag] = parts.map((part) => Buffer.from(part, 'base64url'))
  try {
    const { alg, enc } = JSON.parse(Buffer.from(header, 'base64url').toString()) as Record<string, unknown>
    if (alg !== 'dir' || enc !== 'A256GCM' || key!.length > 0 || parts.length !== 4)
      throw new NotDecryptable()
    const secret = Buffer.from(securityKey, 'hex')
    const decipher = createDecipheriv(CIPHER, secret, iv!, { authTagLength: TAG_BYTES })
    decipher.setAAD(Buffer.from(header, 'ascii'))
    decipher.setAuthTag(tag!)
    return Buffer.concat([decipher.update(message!), decipher.final()]).toString('utf8')
  } catch {
    throw new NotDecryptable()
  }
}

function encode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}
