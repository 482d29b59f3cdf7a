import { describe, expect, test } from 'vitest'
import { REFUND_PRESETS as CODES } from '@/db/schema/space'
import { REFUND_PRESETS, refundLines } from '@/lib/policy/refund-presets'

describe('the refund presets', () => {
  test('are exactly those that a space can have', () => {
    expect(Object.keys(REFUND_PRESETS)).toEqual([...CODES])
  })

  test.each(CODES)('%s gives less and less, from all of it down to nothing on the day itself', (code) => {
    const { steps } = REFUND_PRESETS[code]
    expect(steps[0]!.percent).toBe(100)
    expect(steps.at(-1)).toEqual({ daysBefore: 0, percent: 0 })
    for (const [index, step] of steps.slice(1).entries()) {
      expect(step.daysBefore).toBeLessThan(steps[index]!.daysBefore)
      expect(step.percent).toBeLessThan(steps[index]!.percent)
    }
  })

  test('are told in words, each step once', () => {
    expect(refundLines('flexible')).toEqual([
      { when: '이용 7일 전까지', then: '100% 환불' },
      { when: '이용 1일 전까지', then: '50% 환불' },
      { when: '이용 당일', then: '환불 없음' },
    ])
    expect(refundLines('standard')).toEqual([
      { when: '이용 30일 전까지', then: '100% 환불' },
      { when: '이용 7일 전까지', then: '50% 환불' },
      { when: '이용 6일 전부터', then: '환불 없음' },
    ])
    expect(refundLines('domestic').map(({ then }) => then)).toEqual([
      ...['100% 환불', '90% 환불', '80% 환불', '70% 환불', '60% 환불', '50% 환불', '30% 환불', '20% 환불'],
      '환불 없음',
    ])
  })
})
