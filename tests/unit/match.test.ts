import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { findMismatch } from '@/lib/toss/match'
import type { OrderRow } from '@/lib/charge/order'
import { createSealer } from '@/lib/seal'
import { paymentSchema } from '@/lib/toss/payment'

const key = (name: string) => `${name}:${randomBytes(32).toString('base64')}`
const sealer = createSealer([key('k1'), key('hmac')].join(','))
const order = { id: 'order', amount: 1_000n, paymentKeyFingerprint: sealer.fingerprint('key') } as OrderRow
const paid = {
  mId: 'ours',
  paymentKey: 'key',
  orderId: 'order',
  status: 'DONE',
  totalAmount: 1_000,
  currency: 'KRW',
}

const mismatch = (changed: object, merchantIds = ['ours', 'also-ours'], row = order) =>
  findMismatch(
    { sealer, toss: { merchantIds } } as Parameters<typeof findMismatch>[0],
    row,
    paymentSchema.parse({ ...paid, ...changed }),
  )

describe('an answer of Toss', () => {
  test('that is about our order has nothing against it', () => {
    expect(mismatch({})).toBeNull()
    expect(mismatch({ mId: 'also-ours' })).toBeNull()
  })

  test.each([
    [{ orderId: 'other' }, 'foreign', 'orderId'],
    [{ currency: 'USD' }, 'foreign', 'currency'],
    [{ mId: 'theirs' }, 'foreign', 'mId'],
    [{ paymentKey: 'other' }, 'payment_key', 'paymentKey'],
    [{ totalAmount: 999 }, 'amount', 'totalAmount'],
    [{ totalAmount: 1_001 }, 'amount', 'totalAmount'],
    // Whose money it is comes before how much.
    [{ mId: 'theirs', totalAmount: 1 }, 'foreign', 'mId'],
    [{ paymentKey: 'other', totalAmount: 1 }, 'payment_key', 'paymentKey'],
  ])('%o is %s by its %s', (changed, kind, field) => {
    expect(mismatch(changed)).toEqual({ kind, field })
  })

  test('of any merchant is ours while no merchant id is configured', () => {
    expect(mismatch({ mId: 'theirs' }, [])).toBeNull()
  })

  test('of any payment may be the first of an order that has none yet', () => {
    expect(mismatch({ paymentKey: 'other' }, [], { ...order, paymentKeyFingerprint: null })).toBeNull()
  })
})
