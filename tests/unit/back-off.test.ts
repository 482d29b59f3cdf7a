import { expect, test } from 'vitest'
import { nextCheckAt } from '@/lib/policy/back-off'

test('a buyer may be waiting: the pause doubles, and is never above thirty seconds', () => {
  const now = new Date('2026-11-22T00:00:00Z')
  const pauses = [0, 1, 2, 3, 4, 5, 6, 100, 1_000_000].map(
    (checks) => nextCheckAt(now, checks).getTime() - now.getTime(),
  )
  expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000, 30_000])
})
