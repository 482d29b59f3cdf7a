import { describe, expect, test } from 'vitest'
import { REFUND_PRESETS as CODES } from '@/db/schema/space'
import { REFUND_PRESETS, refundLines, stepsOf } from '@/lib/policy/refund-presets'

const presets = Object.entries(REFUND_PRESETS)

describe('the refund presets', () => {
  test('are exactly those that a space can have', () => {
    expect([...Object.keys(REFUND_PRESETS), 'custom']).toEqual([...CODES])
  })

  test.each(presets)(
    '%s gives less and less, from all of it down to nothing on the day itself',
    (_code, { steps }) => {
      expect(steps[0]!.percent).toBe(100)
      expect(steps.at(-1)).toEqual({ daysBefore: 0, percent: 0 })
      for (const [index, step] of steps.slice(1).entries()) {
        expect(step.daysBefore).toBeLessThan(steps[index]!.daysBefore)
        expect(step.percent).toBeLessThan(steps[index]!.percent)
      }
    },
  )

  test('are told in words, each step once', () => {
    expect(refundLines(REFUND_PRESETS.flexible.steps)).toEqual([
      { when: '이용 7일 전까지', then: '100% 환불' },
      { when: '이용 1일 전까지', then: '50% 환불' },
      { when: '이용 당일', then: '환불 없음' },
    ])
    expect(refundLines(REFUND_PRESETS.standard.steps)).toEqual([
      { when: '이용 30일 전까지', then: '100% 환불' },
      { when: '이용 7일 전까지', then: '50% 환불' },
      { when: '이용 6일 전부터', then: '환불 없음' },
    ])
    expect(refundLines(REFUND_PRESETS.domestic.steps).map(({ then }) => then)).toEqual([
      ...['100% 환불', '90% 환불', '80% 환불', '70% 환불', '60% 환불', '50% 환불', '30% 환불', '20% 환불'],
      '환불 없음',
    ])
  })

  test('leave room for an owner’s own steps', () => {
    const refundSteps = [
      { daysBefore: 3, percent: 80 },
      { daysBefore: 0, percent: 30 },
    ]
    expect(stepsOf({ refundPreset: 'custom', refundSteps })).toBe(refundSteps)
    expect(stepsOf({ refundPreset: 'flexible', refundSteps: null })).toBe(REFUND_PRESETS.flexible.steps)
    expect(refundLines(refundSteps)).toEqual([
      { when: '이용 3일 전까지', then: '80% 환불' },
      { when: '이용 2일 전부터', then: '30% 환불' },
    ])
    expect(refundLines([{ daysBefore: 0, percent: 100 }])).toEqual([
      { when: '이용 시작 전까지', then: '100% 환불' },
    ])
  })
})
