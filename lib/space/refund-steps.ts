import type { RefundStep } from '@/lib/policy/refund'

export const MOST_STEPS = 6
/** Days before the use. */
const EARLIEST_STEP = 90

/** A step as a form holds it. */
export type TypedStep = { daysBefore: string; percent: string }

/**
 * An owner's own steps from what was typed, from the earliest to the day of use itself, and what is wrong with them by
 * field: `stepDays0` or `stepPercent0` and on. They are steps only when nothing is.
 */
export function readSteps(typed: TypedStep[]): { steps: RefundStep[]; wrong: Record<string, string> } {
  const steps = typed.map(({ daysBefore, percent }) => ({
    daysBefore: wholeUpTo(daysBefore, EARLIEST_STEP),
    percent: wholeUpTo(percent, 100),
  }))
  const wrong: Record<string, string> = {}
  for (const [index, step] of steps.entries()) {
    const above = steps[index - 1]
    const days = wrongDays(step.daysBefore, above?.daysBefore, index === steps.length - 1)
    const percent = wrongPercent(step.percent, above?.percent)
    if (days) wrong[`stepDays${index}`] = days
    if (percent) wrong[`stepPercent${index}`] = percent
  }
  return { steps: steps as RefundStep[], wrong }
}

function wrongDays(days: number | null, above: number | null | undefined, last: boolean): string | null {
  if (last && days !== 0) return '마지막 단계는 이용 당일이어야 해요.'
  if (last) return null
  if (days === null || days === 0) return `며칠 전인지 1부터 ${EARLIEST_STEP}까지 적어 주세요.`
  return above != null && above <= days ? '위 단계보다 이용일에 가까운 날이어야 해요.' : null
}

function wrongPercent(percent: number | null, above: number | null | undefined): string | null {
  if (percent === null) return '환불 비율을 0부터 100까지 적어 주세요.'
  return above != null && above < percent ? '위 단계보다 많이 돌려줄 수는 없어요.' : null
}

function wholeUpTo(text: string, most: number): number | null {
  return /^\d{1,3}$/.test(text) && Number(text) <= most ? Number(text) : null
}
