import { z } from 'zod'

/** What each of the first nine digits counts for in the check digit. */
const WEIGHTS = [1, 3, 7, 1, 3, 7, 1, 3, 5]

/** Whether ten digits are a 사업자등록번호: the last one follows from the others (국세청). */
export function isBusinessNumber(digits: string): boolean {
  if (!/^\d{10}$/.test(digits)) return false
  const figures = [...digits].map(Number)
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * figures[place]!, 0)
  const carried = Math.floor((5 * figures[8]!) / 10)
  return (10 - ((sum + carried) % 10)) % 10 === figures[9]
}

/** As people type it, with or without dashes. */
export const businessNumberSchema = z
  .string()
  .transform((typed) => typed.replace(/[\s-]/g, ''))
  .pipe(
    z
      .string()
      .regex(/^\d{10}$/, '숫자 10자리를 입력해 주세요.')
      .refine(isBusinessNumber, '없는 사업자등록번호예요. 다시 확인해 주세요.'),
  )

/** `123-45-67891` */
export function formatBusinessNumber(digits: string): string {
  return `${digits.slice(0, 3)}-${digits.slice(3, 5)}-${digits.slice(5)}`
}
