import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createSealer } from '@/lib/seal'

const key = (name: string) => `${name}:${randomBytes(32).toString('base64')}`
const [k1, k2, hmac] = [key('k1'), key('k2'), key('hmac')]
const SECRET = 'tgen_20261122한글🙂'

describe('what is sealed', () => {
  const sealer = createSealer(`${k1},${hmac}`)

  test('opens again, and looks different every time', () => {
    const [one, two] = [sealer.seal(SECRET), sealer.seal(SECRET)]
    expect(sealer.open(one)).toBe(SECRET)
    expect(one).not.toBe(two)
    expect(one).not.toContain(SECRET)
    expect(sealer.open(sealer.seal(''))).toBe('')
  })

  test('does not open with another key of the same name', () => {
    expect(() => createSealer(`${key('k1')},${hmac}`).open(sealer.seal(SECRET))).toThrow()
  })

  test('does not open without its key', () => {
    expect(() => createSealer(`${k2},${hmac}`).open(sealer.seal(SECRET))).toThrow('no encryption key k1')
  })

  test('does not open when one bit of it has changed', () => {
    const [id, encoded] = sealer.seal(SECRET).split('.') as [string, string]
    const bytes = Buffer.from(encoded, 'base64url')
    for (let at = 0; at < bytes.length; at++) {
      const forged = Buffer.from(bytes)
      forged[at]! ^= 1
      expect(() => sealer.open(`${id}.${forged.toString('base64url')}`), `byte ${at}`).toThrow()
    }
  })

  test('does not open when cut short, nor what was never sealed', () => {
    const sealed = sealer.seal(SECRET)
    for (const text of ['', 'k1', 'k1.', sealed.slice(0, 20), sealed.slice(0, -4), 'tgen_20261122']) {
      expect(() => sealer.open(text), text).toThrow()
    }
  })

  test('opens after a rotation, while new ones use the new key', () => {
    const old = sealer.seal(SECRET)
    const rotated = createSealer(`${k2},${k1},${hmac}`)
    expect(rotated.open(old)).toBe(SECRET)
    expect(rotated.seal(SECRET)).toMatch(/^k2\./)
    expect(rotated.fingerprint(SECRET)).toBe(sealer.fingerprint(SECRET))
  })

  test('does not open under another key that claims its name', () => {
    const [, encoded] = sealer.seal(SECRET).split('.')
    const renamed = createSealer(`${k1.replace('k1:', 'k9:')},${hmac}`)
    expect(() => renamed.open(`k9.${encoded}`)).toThrow()
  })
})

describe('a fingerprint', () => {
  test('is the same for the same text and key, and says nothing without the key', () => {
    const one = createSealer(`${k1},${hmac}`)
    expect(one.fingerprint(SECRET)).toBe(createSealer(`${k2},${hmac}`).fingerprint(SECRET))
    expect(one.fingerprint(SECRET)).not.toBe(one.fingerprint(`${SECRET} `))
    expect(one.fingerprint(SECRET)).not.toBe(createSealer(`${k1},${key('hmac')}`).fingerprint(SECRET))
  })
})

describe('keys', () => {
  test.each([
    ['without one for fingerprints', k1, 'named hmac'],
    ['with nothing but that', hmac, 'needs one key'],
    ['that are too short', `k1:${randomBytes(16).toString('base64')},${hmac}`, '32 bytes'],
    ['that are too long', `k1:${randomBytes(33).toString('base64')},${hmac}`, '32 bytes'],
  ])('%s are refused', (_, keys, sentence) => {
    expect(() => createSealer(keys)).toThrow(sentence)
  })
})
