import { describe, expect, test } from 'vitest'
import { newCustomerKey, newId, newOrderId } from '@/lib/ids'

const MANY = 100_000
const many = (make: () => string) => Array.from({ length: MANY }, make)

describe('ids', () => {
  test.each([
    ['order', newOrderId, /^ord_[A-Za-z0-9_-]{22}$/],
    ['customer key', newCustomerKey, /^cus_[A-Za-z0-9_-]{22}$/],
    ['row', newId, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
  ])('of the kind %s have their shape and never repeat', (_, make, shape) => {
    const ids = many(make)
    expect(ids.filter((id) => !shape.test(id))).toEqual([])
    expect(new Set(ids).size).toBe(MANY)
  })

  test('of rows follow their time, so that an index grows at its end', () => {
    const ids = many(newId)
    expect(ids.toSorted()).toEqual(ids)
  })

  test('of orders have no pattern that could be guessed from the one before', () => {
    const ids = many(newOrderId).map((id) => id.slice(4))
    for (let place = 0; place < 21; place++) {
      expect(new Set(ids.map((id) => id[place])).size).toBe(64)
    }
  })
})
