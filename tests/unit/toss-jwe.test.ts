import { randomUUID } from 'node:crypto'
import { CompactEncrypt, compactDecrypt } from 'jose'
import { describe, expect, test } from 'vitest'
import { decryptJwe, encryptJwe, isJwe, NotDecryptable } from '@/lib/toss/jwe'

// toss-api appendix B
const KEY = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f'
const STAMP = { iat: '2026-11-22T10:00:00+09:00', nonce: '11111111-2222-4333-8444-555555555555' }
const IV = Buffer.from('0a0b0c0d0e0f101112131415', 'hex')
const MESSAGE =
  '[{"refPayoutId":"sim-payout-0001","destination":"seller_sim0001","scheduleType":"EXPRESS","amount":{"currency":"KRW","value":5000},"transactionDescription":"정산금"}]'
const JWE =
  'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwiaWF0IjoiMjAyNi0xMS0yMlQxMDowMDowMCswOTowMCIsIm5vbmNlIjoiMTExMTExMTEtMjIyMi00MzMzLTg0NDQtNTU1NTU1NTU1NTU1In0..CgsMDQ4PEBESExQV.NMYYug67hxTPa615l8jHct9ttkKSGp_NhCy_u2Ft7NILTXLVxve2PvYwgpVFdj_lFMnC6TU2NSjuqG4GO02zz0216nurwWXfsj67q6yHL0cvbgCHVoCadBtiK7_KEsm-6J034HnW2BftQsQlDIdzNWgfFoPywy5vh9qdnVQhee5Ggx_pTUgyQ4bbrIb5O19ekwhtNr-GgikH5THv-EvpbaiSPN_Kb36rSA.kXmJEZ_vRHl5xDZ3ku3FLA'

const key = Buffer.from(KEY, 'hex')

describe('the vector of appendix B', () => {
  test('is written to the byte', () => expect(encryptJwe(MESSAGE, KEY, STAMP, IV)).toBe(JWE))
  test('is read', () => expect(decryptJwe(JWE, KEY)).toBe(MESSAGE))
})

describe('another implementation', () => {
  test('reads what we write, header and all', async () => {
    const { plaintext, protectedHeader } = await compactDecrypt(encryptJwe(MESSAGE, KEY, STAMP), key)
    expect(Buffer.from(plaintext).toString()).toBe(MESSAGE)
    expect(protectedHeader).toEqual({ alg: 'dir', enc: 'A256GCM', ...STAMP })
  })

  test.each(['', '한글과 €, 이모지 🙂', 'x'.repeat(100_000)])('writes what we read (%#)', async (message) => {
    const header = { alg: 'dir', enc: 'A256GCM', iat: STAMP.iat, nonce: randomUUID() }
    const encrypt = new CompactEncrypt(Buffer.from(message)).setProtectedHeader(header as never)
    expect(decryptJwe(await encrypt.encrypt(key), KEY)).toBe(message)
  })
})

test('a message written twice is never the same', () => {
  expect(encryptJwe(MESSAGE, KEY, STAMP)).not.toBe(encryptJwe(MESSAGE, KEY, STAMP))
})

test('white space around a message does not matter', () => expect(decryptJwe(` ${JWE}\n`, KEY)).toBe(MESSAGE))

describe('what is not decryptable', () => {
  const parts = JWE.split('.')
  const withPart = (at: number, text: string) => parts.map((part, i) => (i === at ? text : part)).join('.')
  const headerOf = (header: unknown) => Buffer.from(JSON.stringify(header)).toString('base64url')
  const flipped = (text: string) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1)

  test.each([
    ['nothing', ''],
    ['JSON', '{"code":"UNAUTHORIZED_KEY"}'],
    ['three parts', parts.slice(0, 3).join('.')],
    ['a changed header', withPart(0, headerOf({ alg: 'dir', enc: 'A256GCM', ...STAMP, nonce: 'other' }))],
    ['another algorithm', withPart(0, headerOf({ alg: 'A256KW', enc: 'A256GCM', ...STAMP }))],
    ['a key of its own', withPart(1, 'AAAA')],
    ['a changed IV', withPart(2, flipped(parts[2]!))],
    ['a changed message', withPart(3, flipped(parts[3]!))],
    ['a cut message', withPart(3, parts[3]!.slice(0, -4))],
    ['a changed tag', withPart(4, flipped(parts[4]!))],
    ['a short tag', withPart(4, parts[4]!.slice(0, 6))],
  ])('%s', (_, text) => expect(() => decryptJwe(text, KEY)).toThrow(NotDecryptable))

  test('a message under another key', () => {
    expect(() => decryptJwe(JWE, KEY.replace('00', 'ff'))).toThrow(NotDecryptable)
  })
})

test.each([
  [JWE, true],
  [`${JWE}\n`, true],
  ['{"code":"UNAUTHORIZED_KEY"}', false],
  ['<html></html>', false],
  ['', false],
])('%# is a message or not', (text, is) => expect(isJwe(text)).toBe(is))
