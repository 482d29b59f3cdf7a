import { describe, expect, test } from 'vitest'
import { confirmOrderBody, createOrderBody } from '@/lib/charge/wire'
import { amountSchema } from '@/lib/wire'

const parse = (json: string) => createOrderBody.safeParse(JSON.parse(json))

describe('an amount from outside', () => {
  test.each(['10000', '1', '9007199254740991', '1e4'])('%s is whole won', (amount) => {
    expect(parse(`{"amount":${amount}}`)).toMatchObject({
      success: true,
      data: { amount: BigInt(Number(amount)) },
    })
  })

  test.each([
    '"10000"',
    '0',
    '-1',
    '-0',
    '1.5',
    '0.1',
    '9007199254740992',
    '1e400',
    '1e21',
    'null',
    'true',
    '[10000]',
    '{}',
    '""',
    '"0x10"',
    '"١٢٣"',
  ])('%s is none', (amount) => {
    expect(parse(`{"amount":${amount}}`).success).toBe(false)
  })

  test.each([NaN, Infinity, -Infinity, 10n, undefined])('%s is none', (amount) => {
    expect(amountSchema.safeParse(amount).success).toBe(false)
  })

  test('comes alone: a field that nobody knows refuses the request', () => {
    expect(parse('{"amount":1000,"userId":"another"}').success).toBe(false)
    expect(confirmOrderBody.safeParse({ paymentKey: 'k', amount: 1_000, status: 'DONE' }).success).toBe(false)
    expect(confirmOrderBody.safeParse({ paymentKey: '', amount: 1_000 }).success).toBe(false)
    expect(confirmOrderBody.safeParse({ paymentKey: 'k'.repeat(201), amount: 1_000 }).success).toBe(false)
  })
})
