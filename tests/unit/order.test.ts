import { describe, expect, test } from 'vitest'
import { confirmWindowOver, orderExpiresAt, type OrderRow } from '@/lib/charge/order'
import { addMs, MINUTE_MS } from '@/lib/time'

const NOON = new Date('2026-11-22T03:00:00Z')

test('an order lapses after forty-five minutes', () => {
  expect(orderExpiresAt(NOON)).toEqual(addMs(NOON, 45 * MINUTE_MS))
})

describe("Toss's silence counts as a no", () => {
  const over = (confirmingAt: Date | null, now: Date) => confirmWindowOver({ confirmingAt } as OrderRow, now)

  test('twelve minutes after the confirm, not at them', () => {
    expect(over(NOON, addMs(NOON, 12 * MINUTE_MS))).toBe(false)
    expect(over(NOON, addMs(NOON, 12 * MINUTE_MS + 1))).toBe(true)
  })

  test('never for an order that was not confirmed', () => {
    expect(over(null, NOON)).toBe(false)
  })
})
