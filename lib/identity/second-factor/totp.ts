import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** RFC 6238 as every authenticator app speaks it: SHA-1, half a minute, six digits. */
const STEP_SECONDS = 30
const DIGITS = 6
/** Twenty bytes, as RFC 4226 asks. */
const KEY_BYTES = 20
/** How many steps a phone's clock may be off, either way. */
const SKEW = 1

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** A new secret, as an app takes it: base32. */
export function newKey(): string {
  return toBase32(randomBytes(KEY_BYTES))
}

export function stepAt(now: Date): number {
  return Math.floor(now.getTime() / 1000 / STEP_SECONDS)
}

/** The steps whose codes are good now, earliest first. */
export function stepsAround(now: Date): number[] {
  const step = stepAt(now)
  return Array.from({ length: 2 * SKEW + 1 }, (_, index) => step - SKEW + index)
}

export function codeOf(key: string, step: number, digits = DIGITS): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', fromBase32(key)).update(counter).digest()
  const number = mac.readUInt32BE(mac.at(-1)! & 0xf) & 0x7fffffff
  return String(number % 10 ** digits).padStart(digits, '0')
}

/** The step a code is of, among those that are good now and later than `after`; null where it is of none. */
export function stepOf(key: string, { code, now, after }: { code: string; now: Date; after: number | null }) {
  const same = (step: number) => timingSafeEqual(Buffer.from(codeOf(key, step)), Buffer.from(code))
  if (!/^\d{6}$/.test(code)) return null
  return stepsAround(now).find((step) => step > (after ?? 0) && same(step)) ?? null
}

/** What the QR code says to an app. */
export function otpauthUri(key: string, account: string): string {
  const query = new URLSearchParams({ secret: key, issuer: 'PosPay' })
  return `otpauth://totp/PosPay:${encodeURIComponent(account)}?${query}`
}

export function toBase32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32[parseInt(five.padEnd(5, '0'), 2)]).join('')
}

function fromBase32(text: string): Buffer {
  const bits = Array.from(text, (letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)))
}
