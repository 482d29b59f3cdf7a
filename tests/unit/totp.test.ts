import { describe, expect, test } from 'vitest'
import { codeOf, newKey, otpauthUri, stepAt, stepOf, toBase32 } from '@/lib/identity/second-factor/totp'
import { addMs } from '@/lib/time'

/** RFC 6238, appendix B, for SHA-1; the key is RFC 4226's. */
const VECTORS: [seconds: number, code: string][] = [
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
]
const KEY = toBase32(Buffer.from('12345678901234567890'))

/** RFC 4226, appendix D. */
const COUNTED = '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489'.split(' ')

describe('a code', () => {
  test.each(VECTORS)('at second %i is RFC 6238’s', (seconds, code) => {
    const step = stepAt(new Date(seconds * 1000))
    expect(codeOf(KEY, step, 8)).toBe(code)
    expect(codeOf(KEY, step)).toBe(code.slice(-6))
  })

  test('of each counter is RFC 4226’s', () => {
    expect(COUNTED.map((_, counter) => codeOf(KEY, counter))).toEqual(COUNTED)
  })

  test('is good from half a minute before its own until half a minute after, and once', () => {
    const now = new Date('2026-11-28T03:00:10Z')
    const step = stepAt(now)
    const code = codeOf(KEY, step)
    const at = (seconds: number) => stepOf(KEY, { code, now: addMs(now, seconds * 1000), after: null })
    expect([-41, -40, 0, 49, 50].map(at)).toEqual([null, step, step, step, null])
    expect(stepOf(KEY, { code, now, after: step - 1 })).toBe(step)
    expect(stepOf(KEY, { code, now, after: step })).toBeNull()
  })

  test.each(['', '12345', '1234567', '１２３４５６', '12 456', 'abcdef'])('is not %j', (code) => {
    expect(stepOf(KEY, { code, now: new Date(), after: null })).toBeNull()
  })
})

test('a key is 160 random bits in base32, and its QR code says whose it is', () => {
  expect(newKey()).toMatch(/^[A-Z2-7]{32}$/)
  expect(newKey()).not.toBe(newKey())
  expect(toBase32(Buffer.from('foobar'))).toBe('MZXW6YTBOI')
  expect(otpauthUri('ABC', 'a b@c')).toBe('otpauth://totp/PosPay:a%20b%40c?secret=ABC&issuer=PosPay')
})
