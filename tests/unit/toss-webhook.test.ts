import { describe, expect, test } from 'vitest'
import { isSigned } from '@/lib/toss/signature'
import { readWebhook } from '@/lib/toss/webhook'

describe('reading a webhook', () => {
  const nothing = { eventId: null, orderId: null, entityId: null, mId: null, secret: null }
  const about = { ...nothing, orderId: 'ord_1', secret: 'ps_1' }

  test.each([
    [
      'classic',
      {
        eventType: 'PAYMENT_STATUS_CHANGED',
        createdAt: '',
        data: { orderId: 'ord_1', mId: 'm', secret: 'ps_1' },
      },
      { ...about, event: 'PAYMENT_STATUS_CHANGED', mId: 'm' },
    ],
    [
      'flat',
      { createdAt: '', secret: 'ps_1', status: 'DONE', transactionKey: 't', orderId: 'ord_1' },
      { ...about, event: 'DEPOSIT_CALLBACK' },
    ],
    [
      'v2',
      { eventType: 'payout.changed', eventId: 'e1', entityType: 'payout', entityBody: { id: 'FPA_1' } },
      { ...nothing, event: 'payout.changed', eventId: 'e1', entityId: 'FPA_1' },
    ],
    [
      'v2, with the thing in `data`',
      { eventType: 'seller.changed', createdAt: '', data: { id: 'seller_1' } },
      { ...nothing, event: 'seller.changed', entityId: 'seller_1' },
    ],
    [
      'v2, without a thing',
      { eventType: 'seller.changed', entityBody: {} },
      { ...nothing, event: 'seller.changed' },
    ],
    [
      'of a cancel, which names no payment',
      { eventType: 'CANCEL_STATUS_CHANGED', data: { transactionKey: 't' } },
      { ...nothing, event: 'CANCEL_STATUS_CHANGED' },
    ],
    [
      'of a payment, without an order',
      { eventType: 'PAYMENT_STATUS_CHANGED', data: {} },
      { ...nothing, event: 'PAYMENT_STATUS_CHANGED' },
    ],
  ])('%s', (_, sent, read) => {
    expect(readWebhook(JSON.stringify(sent))).toEqual(read)
  })

  test.each([
    '',
    'not JSON',
    '[]',
    'null',
    '1',
    '{}',
    '{"secret":"s"}',
    '{"eventType":1}',
    '['.repeat(30_000),
  ])('nothing of %s', (raw) => expect(readWebhook(raw)).toBeNull())
})

describe('a signature', () => {
  // toss-api appendix B
  const key = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f'
  const sentAt = '2026-11-22T10:00:05+09:00'
  const raw = Buffer.from(
    '{"eventType":"payout.changed","createdAt":"2026-11-22T10:00:05+09:00","version":"2022-11-16","eventId":"evt-sim-1","entityType":"payout","entityBody":{"id":"FPA_sim1","status":"COMPLETED"}}',
  )
  const byBytes = 'v1:fv8XavM/oDdyU1aYNGAI6x6S9rl2EuxnrDIobwfwyow='
  const byText = 'v1:loHncOzkwglZE9JgLzNi7QDdtDkNQO4zOMLhE+B0CE4='
  const signed = (signature: string, other: Partial<{ raw: Buffer; sentAt: string }> = {}, by = key) =>
    isSigned({ raw, sentAt, signature, ...other }, by)

  test.each([byBytes, byText, `v1:AAAA,${byBytes}`, `${byText}, v1:AAAA`])('%s is good', (signature) => {
    expect(signed(signature)).toBe(true)
  })

  test.each([
    '',
    'v1:',
    'v1',
    byBytes.slice('v1:'.length),
    `v2:${byBytes.slice(3)}`,
    'v1:AAAA,v1:BBBB',
    `${byBytes.slice(0, -4)}AAA=`,
  ])('"%s" is not', (signature) => expect(signed(signature)).toBe(false))

  test('is of these bytes, this time and this key', () => {
    expect(signed(byBytes, { raw: Buffer.concat([raw, Buffer.from(' ')]) })).toBe(false)
    expect(signed(byBytes, { sentAt: '2026-11-22T10:00:06+09:00' })).toBe(false)
    expect(signed(byBytes, {}, key.replace('00', 'ff'))).toBe(false)
  })
})
