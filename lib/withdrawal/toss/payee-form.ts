import { z } from 'zod'
import { BUSINESS_TYPES } from '@/db/schema/payout'
import { businessNumberSchema } from '@/lib/identity/business-number'
import type { Contact } from './contact'

/** Digits alone; what people type between them is left out. */
const digits = z.string().transform((typed) => typed.replace(/[\s-]/g, ''))
const name = z.string().trim().min(1, '이름을 입력해 주세요.').max(100, '100자까지 입력할 수 있어요.')
const contact = {
  name,
  email: z.email('이메일 주소를 확인해 주세요.').max(100, '100자까지 입력할 수 있어요.'),
  phone: digits.pipe(z.string().regex(/^\d{8,15}$/, '전화번호를 숫자로 입력해 주세요.')),
}
const company = {
  ...contact,
  representativeName: name,
  businessRegistrationNumber: businessNumberSchema,
}
const [ALONE, ...BUSINESSES] = BUSINESS_TYPES

/** What an owner types of who is paid, as Toss is told it. */
export const payeeForm = z
  .discriminatedUnion(
    'businessType',
    [
      z.object({ businessType: z.literal(ALONE), ...contact }),
      z.object({ businessType: z.enum(BUSINESSES), ...company }),
    ],
    '구분을 골라 주세요.',
  )
  .transform(({ businessType, ...told }): Contact =>
    businessType === ALONE
      ? { businessType, individual: told }
      : { businessType, company: told as z.infer<z.ZodObject<typeof company>> },
  )
