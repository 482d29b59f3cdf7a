import { z } from 'zod'
import { REFUND_PRESETS, SPACE_KINDS } from '@/db/schema/space'
import { weekdayName } from '@/lib/time'
import { LATEST_CLOSING, WEEK, type DayHours } from './hours'
import { MOST_STEPS, readSteps, type TypedStep } from './refund-steps'

const CONTROL = /[\p{Cc}\p{Cs}]/u
/** They turn a line around, so that it reads as something else. */
const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/

const readable = (text: string) => !CONTROL.test(text.replaceAll('\n', '')) && !DIRECTION.test(text)

/** One line of text, however it was typed: composed, without blanks around or doubled. */
export const lineSchema = (name: string, longest: number) =>
  z
    .string()
    .transform((text) => text.normalize('NFC').trim().replace(/\s+/g, ' '))
    .pipe(
      z
        .string()
        .min(1, `${name} 입력해 주세요.`)
        .max(longest, `${longest}자까지 쓸 수 있어요.`)
        .refine(readable, '쓸 수 없는 문자가 있어요.'),
    )

const LONGEST_DESCRIPTION = 2000

const descriptionSchema = z
  .string()
  .default('')
  .transform((text) => text.normalize('NFC').replaceAll('\r\n', '\n').trim())
  .pipe(
    z
      .string()
      .max(LONGEST_DESCRIPTION, `소개는 ${LONGEST_DESCRIPTION.toLocaleString('ko-KR')}자까지 쓸 수 있어요.`)
      .refine(readable, '쓸 수 없는 문자가 있어요.'),
  )

export const MOST_PEOPLE = 1000
export const HIGHEST_PRICE = 10_000_000n

const WRONG_CAPACITY = `인원은 1명부터 ${MOST_PEOPLE.toLocaleString('ko-KR')}명까지 적어 주세요.`
const WRONG_PRICE = `가격은 1원부터 ${HIGHEST_PRICE.toLocaleString('ko-KR')}원까지 적어 주세요.`

const capacitySchema = z
  .string()
  .regex(/^\d{1,4}$/, WRONG_CAPACITY)
  .transform(Number)
  .pipe(z.number().min(1, WRONG_CAPACITY).max(MOST_PEOPLE, WRONG_CAPACITY))

/** Whole won, typed with or without commas. */
export const priceSchema = z
  .string()
  .transform((text) => text.replaceAll(',', '').trim())
  .pipe(z.string().regex(/^\d{1,8}$/, WRONG_PRICE))
  .transform(BigInt)
  .pipe(z.bigint().min(1n, WRONG_PRICE).max(HIGHEST_PRICE, WRONG_PRICE))

type HourField = `${'opens' | 'closes'}${0 | 1 | 2 | 3 | 4 | 5 | 6}`

/** Fields named `opens0` to `closes6`; a weekday whose opening is empty is closed. */
const hourFields = Object.fromEntries(
  WEEK.flatMap((weekday) => [
    [`opens${weekday}`, z.string().regex(/^(\d|1\d|2[0-3])?$/, '여는 시간을 골라 주세요.')],
    [`closes${weekday}`, z.string().regex(/^([1-9]|[12]\d|30)?$/, '닫는 시간을 골라 주세요.')],
  ]),
) as Record<HourField, z.ZodString>

type StepField = `step${'Days' | 'Percent'}${0 | 1 | 2 | 3 | 4 | 5}`

/** Fields named `stepDays0` and `stepPercent0` and on: an owner's own refund steps, as many as there are. */
const stepFields = Object.fromEntries(
  Array.from({ length: MOST_STEPS }).flatMap((_, index) => [
    [`stepDays${index}`, z.string().optional()],
    [`stepPercent${index}`, z.string().optional()],
  ]),
) as Record<StepField, z.ZodOptional<z.ZodString>>

const basics = z.object({
  kind: z.enum(SPACE_KINDS, '어떤 공간인지 골라 주세요.'),
  name: lineSchema('공간 이름을', 60),
  address: lineSchema('주소를', 120),
  description: descriptionSchema,
  capacity: capacitySchema,
  hourlyPrice: priceSchema,
  refundPreset: z.enum(REFUND_PRESETS, '환불 규정을 골라 주세요.'),
  booking: z.enum(['instant', 'approval'], '예약 방식을 골라 주세요.'),
})

/** What an owner says of a space, as a form sends it. */
export const spaceForm = basics.extend({ ...hourFields, ...stepFields }).transform((form, check) => {
  const refuse = (field: string, message: string) =>
    check.addIssue({ code: 'custom', path: [field], message })
  const hours = readHours(form, refuse)
  const { booking, kind, name, address, description, capacity, hourlyPrice, refundPreset } = form
  const instant = booking === 'instant'
  const refundSteps = refundPreset === 'custom' ? readOwnSteps(form, refuse) : null
  const rule = { refundPreset, refundSteps }
  return { kind, name, address, description, capacity, hourlyPrice, ...rule, instant, hours }
})

export type SpaceFields = z.output<typeof spaceForm>

function readHours(form: Record<string, unknown>, refuse: (field: string, message: string) => void) {
  const hours: DayHours[] = []
  for (const weekday of WEEK) {
    if (!form[`opens${weekday}`]) continue
    const opensAt = Number(form[`opens${weekday}`])
    const closesAt = Number(form[`closes${weekday}`])
    if (closesAt <= opensAt || closesAt > Math.min(opensAt + 24, LATEST_CLOSING)) {
      refuse(`closes${weekday}`, `${weekdayName(weekday)}요일은 여는 시간보다 늦게, 24시간 안에 닫아야 해요.`)
    }
    hours.push({ weekday, opensAt, closesAt })
  }
  if (hours.length === 0) refuse('opens1', '여는 요일이 하루는 있어야 해요.')
  return hours
}

function readOwnSteps(form: Record<string, unknown>, refuse: (field: string, message: string) => void) {
  const typed = Array.from({ length: MOST_STEPS }, (_, index) => ({
    daysBefore: form[`stepDays${index}`],
    percent: form[`stepPercent${index}`] ?? '',
  })).filter(({ daysBefore }) => daysBefore !== undefined)
  if (typed.length === 0) refuse('refundPreset', '환불 단계를 하나는 정해 주세요.')
  const { steps, wrong } = readSteps(typed as TypedStep[])
  for (const [field, message] of Object.entries(wrong)) refuse(field, message)
  return steps
}
