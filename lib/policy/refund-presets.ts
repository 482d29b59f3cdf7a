import type { RefundPreset } from '@/db/schema/space'
import type { RefundStep } from './refund'

type Preset = {
  name: string
  /** For an owner who is choosing. */
  summary: string
  /** From the earliest cancellation to the day of use itself. */
  steps: RefundStep[]
}

/** The refund rules that an owner can choose from, beside making their own. */
export const REFUND_PRESETS: Record<Exclude<RefundPreset, 'custom'>, Preset> = {
  flexible: {
    name: '유연',
    summary: '일주일 전까지 전액, 하루 전까지 절반을 돌려줘요',
    steps: [
      { daysBefore: 7, percent: 100 },
      { daysBefore: 1, percent: 50 },
      { daysBefore: 0, percent: 0 },
    ],
  },
  standard: {
    name: '표준',
    summary: '30일 전까지 전액, 일주일 전까지 절반을 돌려줘요',
    steps: [
      { daysBefore: 30, percent: 100 },
      { daysBefore: 7, percent: 50 },
      { daysBefore: 0, percent: 0 },
    ],
  },
  domestic: {
    name: '국내형',
    summary: '8일 전까지 전액, 그 뒤로 하루씩 줄어들어요',
    steps: [
      { daysBefore: 8, percent: 100 },
      { daysBefore: 7, percent: 90 },
      { daysBefore: 6, percent: 80 },
      { daysBefore: 5, percent: 70 },
      { daysBefore: 4, percent: 60 },
      { daysBefore: 3, percent: 50 },
      { daysBefore: 2, percent: 30 },
      { daysBefore: 1, percent: 20 },
      { daysBefore: 0, percent: 0 },
    ],
  },
}

/** What a space says of refunds; the steps are its own, and only of a `custom` one. */
type RefundRule = { refundPreset: RefundPreset; refundSteps: RefundStep[] | null }

/** The steps that a space's bookings are made under. */
export function stepsOf({ refundPreset, refundSteps }: RefundRule): RefundStep[] {
  return refundPreset === 'custom' ? refundSteps! : REFUND_PRESETS[refundPreset].steps
}

/** For a renter. */
export function refundName(preset: RefundPreset): string {
  return preset === 'custom' ? '등록자 지정' : REFUND_PRESETS[preset].name
}

/** A rule in words, a line per step: `이용 7일 전까지` → `100% 환불`. */
export function refundLines(steps: RefundStep[]): { when: string; then: string }[] {
  return steps.map(({ daysBefore, percent }, index) => ({
    when: whenOf(daysBefore, steps[index - 1]),
    then: percent === 0 ? '환불 없음' : `${percent}% 환불`,
  }))
}

function whenOf(daysBefore: number, earlier: RefundStep | undefined): string {
  if (daysBefore > 0) return `이용 ${daysBefore}일 전까지`
  if (!earlier) return '이용 시작 전까지'
  return earlier.daysBefore > 1 ? `이용 ${earlier.daysBefore - 1}일 전부터` : '이용 당일'
}
